"""The numbers that DynamoDB is built on, each under the page that states it.

Pages are those of the Amazon DynamoDB Developer Guide. KB means 1,024 bytes.
"""

from typing import Final

KB: Final = 1024
MB: Final = 1024 * KB
GB: Final = 1024 * MB

# DynamoDB read and write operations (read-write-operations)
READ_UNIT_BYTES: Final = 4 * KB
WRITE_UNIT_BYTES: Final = 1 * KB
EVENTUAL_FACTOR: Final = 0.5
TRANSACTION_FACTOR: Final = 2

# DynamoDB item sizes and formats (CapacityUnitCalculations)
DOCUMENT_BYTES: Final = 3  # of every list and map, also an empty one
ELEMENT_BYTES: Final = 1  # of every element of a list or map
STORAGE_OVERHEAD_BYTES: Final = 100  # for each item, in the storage bill only

# Constraints in Amazon DynamoDB (Constraints)
MAX_ITEM_BYTES: Final = 400 * KB  # names and values
MAX_PARTITION_KEY_BYTES: Final = 2048
MAX_SORT_KEY_BYTES: Final = 1024
MAX_ATTRIBUTE_NAME_BYTES: Final = 65_535
MAX_NESTING_LEVELS: Final = 32  # the item itself is the first (measured)
MAX_NUMBER_DIGITS: Final = 38
MIN_NUMBER_EXPONENT: Final = -130  # 1E-130
MAX_NUMBER_EXPONENT: Final = 125  # 9.9999999999999999999999999999999999999E+125
MAX_PAGE_BYTES: Final = 1 * MB  # of a Query or Scan
MAX_BATCH_GET_ITEMS: Final = 100
MAX_BATCH_WRITE_ITEMS: Final = 25
MAX_BATCH_BYTES: Final = 16 * MB
MAX_TRANSACTION_ITEMS: Final = 100
MAX_TRANSACTION_BYTES: Final = 4 * MB
MAX_PROJECTED_ATTRIBUTES: Final = 100  # INCLUDE, over all indexes of a table
MAX_LOCAL_INDEXES: Final = 5
MAX_SWITCHES_TO_ON_DEMAND: Final = 4  # per rolling 24 hours

# Service, account, and table quotas (ServiceQuotas)
MAX_GLOBAL_INDEXES: Final = 20
MAX_INDEX_CHANGES_PER_UPDATE: Final = 1  # global indexes created or deleted
TABLE_QUOTA_UNITS: Final = {"read": 40_000, "write": 40_000}  # per second

# Global secondary indexes: multi-attribute keys (GSI.DesignPattern.MultiAttributeKeys)
MAX_KEY_ATTRIBUTES: Final = 4  # of the partition key, and as many of the sort key

# Vector indexes (VectorIndexes)
MAX_VECTOR_INDEXES: Final = 5
MAX_VECTOR_DIMENSIONS: Final = 4096

# Local secondary indexes: item collections (LSI)
MAX_ITEM_COLLECTION_BYTES: Final = 10 * GB

# Burst and adaptive capacity (burst-adaptive-capacity)
PARTITION_UNITS: Final = {"read": 3000, "write": 1000}  # per second
PARTITION_BYTES: Final = 10 * GB
BURST_SECONDS: Final = 300

# On-demand capacity mode (on-demand-capacity-mode)
ON_DEMAND_FIRST_UNITS: Final = {"read": 12_000, "write": 4000}  # of a new table
ON_DEMAND_FIRST_PARTITIONS: Final = 4
ON_DEMAND_DOUBLING_SECONDS: Final = 30 * 60
