import Editing
import Testing

@Suite struct TextBufferTests {
    @Test func `a text comes back as it went in`() {
        for text in ["", "a", "a\n", "\n", "\na\n\n", "a\r\nb\rc", "\u{1B}]52;c;x\u{7}", "e\u{301}\n\u{301}"] {
            #expect(TextBuffer(text).text.utf8.elementsEqual(text.utf8))
        }
    }
}
