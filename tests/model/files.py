"""Model files to read, to change and to break."""

from pathlib import Path

HERE = Path(__file__).parents[2]
MESSAGES = HERE / "models/direct_messaging.yaml"
SHOP = HERE / "tests/models/shop.yaml"
TEXT = MESSAGES.read_text(encoding="utf-8")
SMALL = """\
# a shop
name: shop

tables:
  shop:
    partition_key: pk  # the customer
    sort_key: sk

entities:
  Order:
    keys:
      pk: CUST#{customer}  # who
      sk: '{day}'
    attributes:
      customer: {in: key}
      # the day of the order
      day: {type: date, in: key}
      total: integer

access_patterns:
  list_orders:
    question: What did they order?
    operation: Query
    returns: Order
    key:
      pk: CUST#{customer}
"""
