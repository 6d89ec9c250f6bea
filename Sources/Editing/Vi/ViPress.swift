import TerminalUI

extension Editor {
    mutating func pressVi(_ key: Key) -> EditorReply { .unhandled }
    mutating func settleVi() {}
    var visualRange: Range<TextPosition>? { nil }
    func viInsertionRange() -> Range<TextPosition> { cursor..<cursor }
    mutating func beginVisual(_ range: Range<TextPosition>) {}
}
