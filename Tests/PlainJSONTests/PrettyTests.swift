import PlainJSON
import Testing
