"""Whose keys a request is signed with: fixed fakes for every engine but AWS.

The session for a local engine is made without the user's world: no environment
variable, no profile, no file under `~/.aws` is read, so none can be sent, and none
that is broken can do harm.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from botocore.session import Session

# Letters and digits only: DynamoDB Local refuses anything else.
ACCESS_KEY = "workbench"
SECRET_KEY = "workbench"


def local_session(region: str) -> "Session":
    """Make a botocore session that signs with the fake keys and reads nothing."""
    import botocore.session
    from botocore.configprovider import (
        BOTOCORE_DEFAUT_SESSION_VARIABLES,
        ConfigValueStore,
        ConstantProvider,
    )
    from botocore.loaders import Loader

    defaults = {
        name: default
        for name, (_, _, default, _) in BOTOCORE_DEFAUT_SESSION_VARIABLES.items()
    }
    nowhere = {"config_file": "", "credentials_file": "", "region": region}
    store = ConfigValueStore(
        mapping={
            name: ConstantProvider(value)
            for name, value in {**defaults, **nowhere}.items()
        }
    )
    loader = Loader(
        extra_search_paths=[Loader.BUILTIN_DATA_PATH],
        include_default_search_paths=False,
    )
    session = botocore.session.Session()
    session.register_component("config_store", store)
    session.register_component("data_loader", loader)
    session.set_credentials(ACCESS_KEY, SECRET_KEY)
    return session


def aws_session(region: str | None, profile: str | None) -> "Session":
    """Make a botocore session as the user set AWS up; it sends nothing yet."""
    import botocore.session

    session = botocore.session.Session(profile=profile)
    if region is not None:
        session.set_config_variable("region", region)
    return session
