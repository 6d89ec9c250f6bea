import JSON
import Secrets
import Testing

@Suite struct ValueTests {
    private func value(_ text: String) throws -> JSONValue {
        try #require(JSONValue(Array(text.utf8)))
    }

    @Test func `members keep their order, and the last one of a name counts`() throws {
        let object = try value(#"{"z":1,"a":2,"z":3}"#)
        #expect(object.members?.map(\.name) == ["z", "a", "z"])
        #expect(object["z"]?.integer == 3)
        #expect(object["b"] == nil)
        #expect(try value("[1]")["z"] == nil)
    }

    @Test func `escapes are decoded`() throws {
        #expect(try value(#""\"\\\/\b\f\n\r\t\u0041\ud83d\ude00é""#).text == "\"\\/\u{8}\u{C}\n\r\tA😀é")
        #expect(JSONValue(Array(#""\ud83d""#.utf8)) == nil)
        #expect(JSONValue(Array(#""\ude00\ud83d""#.utf8)) == nil)
        #expect(JSONValue(Array(#"{"\ud83d":1}"#.utf8)) == nil)
    }

    @Test func `numbers keep their text and have a value if possible`() throws {
        #expect(try value("12345678901234567890123").integer == nil)
        #expect(try value("2.9").integer == 2)
        #expect(try value("-1e3").integer == -1_000)
        #expect(try value("1e999").double == nil)
        #expect(try value("1e999").integer == nil)
        #expect(try value("0.25").double == 0.25)
    }

    @Test func `the nesting limit is configurable`() {
        func nested(_ count: Int) -> [UInt8] {
            Array((String(repeating: "[", count: count) + String(repeating: "]", count: count)).utf8)
        }
        #expect(JSONValue(nested(32)) != nil)
        #expect(JSONValue(nested(33)) == nil)
        #expect(JSONValue(nested(900), deepest: 1_000) != nil)
        #expect(JSONValue(nested(100_000), deepest: 1_000) == nil)
    }

    @Test func `printing a value does not show its text`() throws {
        #expect(!"\(try value(#"{"key":"s3cr3t"}"#))".contains("s3cr3t"))
        #expect(JSONValue(Secret("[\"s\"]"))?.values?.first?.secret?.revealText() == "s")
    }
}
