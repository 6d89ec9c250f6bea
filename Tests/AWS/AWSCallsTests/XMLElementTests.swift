import TestSupport
import Testing

@testable import AWSCalls

/// XML in the form of AWS's services.
@Suite struct XMLElementTests {
    private func parse(_ text: String) -> AWSCalls.XMLElement? {
        Array(text.utf8).withUnsafeBytes { AWSCalls.XMLElement($0) }
    }

    @Test func `lists keep all elements, and entities in texts are decoded`() {
        let text = """
            <?xml version="1.0"?><R xmlns="http://rds"><!-- a > comment --><L><M><N>a&amp;b&#x41;</N></M><M><N/></M>
            <M><N><![CDATA[<x>]]></N></M></L><E a="x>y">true</E></R>
            """
        let root = parse(text)
        #expect(root?.list("L").map { $0.text("N") } == ["a&bA", nil, "<x>"])
        #expect(root?.flag("E") == true)
        #expect(root?.text("L", "M", "N") == "a&bA")
        #expect(root?["nothing"] == nil)
    }

    @Test(arguments: [
        "", "<a>", "</a>", "<a></b>", "<a></a><b></b>", "<!DOCTYPE a><a></a>", "<a>&unknown;</a>", "text", "<a",
        "<a><b></a></b>",
        "<>x</>", "<a>&#x110000;</a>",
    ])
    func `malformed XML is refused`(_ text: String) {
        #expect(parse(text) == nil)
    }

    @Test func `the nesting depth is limited`() {
        #expect(parse(String(repeating: "<a>", count: 40) + String(repeating: "</a>", count: 40)) == nil)
    }

    @Test func `mutated bytes never crash the parser`() {
        let text = Array("<R><L><M>a&amp;b</M><M/></L><!-- c --><![CDATA[d]]></R>".utf8)
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<5_000 {
            var bytes = text
            for _ in 0..<2 {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = bytes.withUnsafeBytes { AWSCalls.XMLElement($0) }
        }
    }
}
