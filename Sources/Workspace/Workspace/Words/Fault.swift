import SQLWire

/// The position of a server's error in a statement, and the lines that show it.
struct Fault {
    /// The offset in the editor's text in bytes; nil when the server reported none, or the text is not in the editor.
    let offset: Int?
    /// The lines to show.
    let lines: [SheetLine]

    init(_ message: ServerMessage, in order: StatementOrder?) {
        var lines = message.lines.map { SheetLine($0, .error) }
        guard let order, let position = message.position, position > 0 else {
            offset = nil
            self.lines = lines
            return
        }
        let text = String(decoding: order.text, as: UTF8.self)
        let scalars = text.unicodeScalars
        let index =
            scalars.index(scalars.startIndex, offsetBy: position - 1, limitedBy: scalars.endIndex) ?? scalars.endIndex
        let bytes = text.utf8.distance(from: text.startIndex, to: index)
        let written = order.source?.writtenOffset(of: bytes) ?? bytes
        offset = order.place.map { min($0.lowerBound + written, $0.upperBound) }
        let before = text[..<index]
        let number = before.utf8.reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
        let head = before.lastIndex(of: "\n").map { text[text.index(after: $0)..<index] } ?? before
        let rest = text[index...].prefix { $0 != "\n" }
        // Of a long line, only the part around the position.
        let shownHead = String(head.suffix(60))
        let label = "LINE \(number): "
        lines.append(SheetLine(label + shownHead + rest.prefix(60), .text))
        lines.append(
            SheetLine(String(repeating: " ", count: label.count) + TextLine.blanks(for: shownHead) + "^", .caret))
        self.lines = lines
    }
}
