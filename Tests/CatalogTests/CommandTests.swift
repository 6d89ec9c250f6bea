import Catalog
import Failures
import SQLCore
import Testing
