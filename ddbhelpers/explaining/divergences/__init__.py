"""Where engines are known to differ from DynamoDB, and what they report then."""
