/// One cell of the screen: a glyph of at most five scalars, and its style.
public struct Cell: Sendable, Equatable {
    /// The scalar with a width; 0 in the right half of a wide glyph.
    public var scalar: UInt32
    /// Zero-width scalars on top of it, or 0. A cell of ncurses holds four.
    public var marks: (UInt32, UInt32, UInt32, UInt32)
    public var style: Style

    /// A cell of one scalar.
    public init(_ scalar: UInt32 = 0x20, _ style: Style = .plain) {
        self.scalar = scalar
        marks = (0, 0, 0, 0)
        self.style = style
    }

    /// Whether this is the right half of a wide glyph.
    public var isContinuation: Bool { scalar == 0 }

    /// The glyph as text; empty for the right half of a wide one.
    public var text: String {
        var text = String.UnicodeScalarView()
        for value in [scalar, marks.0, marks.1, marks.2, marks.3] where value != 0 {
            text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
        }
        return String(text)
    }

    /// Adds a zero-width scalar to the glyph; a fifth one is ignored.
    mutating func add(mark: UInt32) {
        if marks.0 == 0 {
            marks.0 = mark
        } else if marks.1 == 0 {
            marks.1 = mark
        } else if marks.2 == 0 {
            marks.2 = mark
        } else if marks.3 == 0 {
            marks.3 = mark
        }
    }

    /// Whether two cells look the same.
    public static func == (left: Cell, right: Cell) -> Bool {
        left.scalar == right.scalar && left.style == right.style && left.marks == right.marks
    }
}
