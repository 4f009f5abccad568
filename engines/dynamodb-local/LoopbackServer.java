// DynamoDB Local, listening on 127.0.0.1 only.
//
// DynamoDB Local binds every interface and has no option against it. This file builds
// its server as its own main class does, moves it to the loopback address, and starts
// it. A JDK 17 or newer runs it as it is, without compiling first (in this folder,
// after `python workbench.py fetch-local` has filled lib/):
//
//   java -Dsqlite4java.library.path=lib -cp "lib/*" LoopbackServer.java -port 8000
//       everything in memory, gone when the process ends
//   java -Dsqlite4java.library.path=lib -cp "lib/*" LoopbackServer.java -port 8000
//       -dbPath data          kept in the folder `data`, which must exist
//
// Other options of DynamoDB Local pass through. -sharedDb (one database for every
// access key and region) and -disableTelemetry (nothing is sent home) are always set.
// Once it answers it prints one line: listening on http://127.0.0.1:8000
// It ends on SIGTERM or Ctrl-C; with -Dwhile.alive=PID (before -cp) also when the
// process of that number ends, however it ends. Clients' access keys must be letters and digits only.

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

public class LoopbackServer {
    private static final String LOOPBACK = "127.0.0.1";

    public static void main(String[] given) throws Exception {
        endWith(System.getProperty("while.alive"));
        DynamoDBProxyServer dynamodb;
        try {
            dynamodb = ServerRunner.createServerFromCommandLineArgs(complete(given));
            List<ServerConnector> connectors = onLoopback(jettyOf(dynamodb));
            dynamodb.start();
            for (ServerConnector connector : connectors) {
                System.out.println(
                        "listening on http://" + LOOPBACK + ":" + connector.getLocalPort());
            }
        } catch (Exception e) {
            System.err.println("\nDynamoDB Local did not start: " + e.getMessage());
            System.exit(1);
            return;
        }
        dynamodb.join();
    }

    /** Ends this server together with the process that it works for. */
    private static void endWith(String process) {
        if (process != null) {
            ProcessHandle.of(Long.parseLong(process)).ifPresentOrElse(
                    user -> user.onExit().thenRun(() -> System.exit(0)),
                    () -> System.exit(0));
        }
    }

    /** The arguments, with what this project never leaves out. */
    private static String[] complete(String[] given) {
        List<String> arguments = new ArrayList<>(List.of(given));
        for (String always : List.of("-sharedDb", "-disableTelemetry")) {
            if (!arguments.contains(always)) {
                arguments.add(always);
            }
        }
        if (!arguments.contains("-dbPath") && !arguments.contains("-inMemory")) {
            arguments.add("-inMemory");
        }
        return arguments.toArray(new String[0]);
    }

    /** The HTTP server is a private field; there is no other way to it. */
    private static Server jettyOf(DynamoDBProxyServer dynamodb) throws Exception {
        Field field = DynamoDBProxyServer.class.getDeclaredField("server");
        field.setAccessible(true);
        return (Server) field.get(dynamodb);
    }

    /** Moves every listener to the loopback address; refuses one it does not know. */
    private static List<ServerConnector> onLoopback(Server jetty) {
        List<ServerConnector> moved = new ArrayList<>();
        for (Connector connector : jetty.getConnectors()) {
            if (!(connector instanceof ServerConnector listener)) {
                throw new IllegalStateException(
                        "a listener that cannot be bound to " + LOOPBACK + ": " + connector);
            }
            listener.setHost(LOOPBACK);
            moved.add(listener);
        }
        if (moved.isEmpty()) {
            throw new IllegalStateException("DynamoDB Local has no listener to bind");
        }
        return moved;
    }
}
