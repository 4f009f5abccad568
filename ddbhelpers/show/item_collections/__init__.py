"""The signature picture: item collections, the partition key once for each."""

from ddbhelpers.show.item_collections.collections import (
    ItemCollections,
    item_collections,
)

__all__ = ["ItemCollections", "item_collections"]
