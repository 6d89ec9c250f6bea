/// The drawing characters that the terminal can show.
public struct Glyphs: Sendable, Equatable {
    /// Horizontal and vertical lines and corners, clockwise from the upper left.
    public let horizontal, vertical, upperLeft, upperRight, lowerRight, lowerLeft: Character
    /// The bar in the row of the cursor.
    public let cursor: Character
    /// The mark of a marked row.
    public let mark: Character
    /// The end of a cut text.
    public let ellipsis: String
    /// An empty value.
    public let nothing: Character
    /// Sorted upwards, downwards.
    public let up, down: Character
    /// More to the left, to the right.
    public let left, right: Character
    /// A token that is renewed automatically.
    public let renewed: Character
    /// A limit.
    public let limit: Character
    /// A hidden character of a secret.
    public let hidden: Character
    /// The cells of a bar from empty to full, in equal steps.
    public let bar: [Character]

    /// For UTF-8 and a font with all these glyphs.
    public static let full = Glyphs(
        horizontal: "─", vertical: "│", upperLeft: "┌", upperRight: "┐", lowerRight: "┘", lowerLeft: "└", cursor: "▌",
        mark: "●", ellipsis: "…", nothing: "·", up: "▲", down: "▼", left: "◀", right: "▶", renewed: "↻", limit: "▼",
        hidden: "•",
        bar: [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"])

    /// For UTF-8 and a font with few glyphs, such as the Linux console's.
    public static let console = Glyphs(
        horizontal: "─", vertical: "│", upperLeft: "┌", upperRight: "┐", lowerRight: "┘", lowerLeft: "└", cursor: "▌",
        mark: "*", ellipsis: "...", nothing: "·", up: "^", down: "v", left: "<", right: ">", renewed: "+", limit: "!",
        hidden: "*",
        bar: [" ", "▌", "█"])

    /// For ASCII only.
    public static let ascii = Glyphs(
        horizontal: "-", vertical: "|", upperLeft: "+", upperRight: "+", lowerRight: "+", lowerLeft: "+", cursor: ">",
        mark: "*", ellipsis: "...", nothing: ".", up: "^", down: "v", left: "<", right: ">", renewed: "+", limit: "!",
        hidden: "*",
        bar: [" ", "-", "="])

    /// A bar of `columns` cells, filled to `part` of `whole`; a nonzero part is always visible.
    public func bar(_ part: Int64, of whole: Int64, columns: Int) -> String {
        guard whole > 0, part > 0, columns > 0 else { return "" }
        let steps = Int64(bar.count - 1)
        let filled = min(Int64(columns) * steps, (part * Int64(columns) * steps + whole - 1) / whole)
        var text = String(repeating: bar[bar.count - 1], count: Int(filled / steps))
        if filled % steps > 0 { text.append(bar[Int(filled % steps)]) }
        return text
    }
}
