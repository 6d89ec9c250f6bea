/// The keys of vi for the help view.
enum ViHelp {
    static let entries: [EditorHelp] = [
        EditorHelp("h j k l", "left, down, up, right"),
        EditorHelp("w b e ge", "by words; W B E gE by blanks"),
        EditorHelp("0 ^ $ g_ |", "in the line"),
        EditorHelp("f F t T ; ,", "to a character in the line, and again"),
        EditorHelp("gg G + -", "to a line"),
        EditorHelp("{ } %", "by paragraphs, to the matching bracket"),
        EditorHelp("/ ? n N * #", "search"),
        EditorHelp("Ctrl-D Ctrl-U Ctrl-F Ctrl-B", "by half pages and pages"),
        EditorHelp("i a I A o O R gi", "type, until Esc"),
        EditorHelp("d c y < >", "delete, change, copy, outdent, indent: and a motion or an object"),
        EditorHelp("gu gU g~ gc", "small and capital letters, comments: likewise"),
        EditorHelp("iw aw i( a( i' a' ip ap", "objects: word, brackets, quotes, paragraph"),
        EditorHelp("dd cc yy D C Y x X s S", "lines and characters"),
        EditorHelp("p P", "put in what was deleted or copied"),
        EditorHelp("\"a to \"z, \"0 to \"9, \"_", "registers for what follows"),
        EditorHelp("J gJ r ~", "join lines, replace, change case"),
        EditorHelp("u Ctrl-R .", "undo, do again, repeat the last change"),
        EditorHelp("v V gv o", "select characters, lines, again; to the other end"),
    ]
}
