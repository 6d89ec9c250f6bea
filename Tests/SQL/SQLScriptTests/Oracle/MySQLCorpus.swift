import TestSupport

/// Scripts that are difficult to split like the client.
enum MySQLCorpus {
    /// The number of generated scripts.
    static let count = 3000

    static let handwritten = [
        "select 1; select 2;", "select 1", "select 1\n", ";", ";;\n;", "", "\n\n", "-- only\n", "/* only */", "# only",
        "select '1\n\n2;';\n\nselect\n\n2\n\n;", "\u{FEFF}select 1;", "\u{FEFF}\nselect 1;",
        "select 1;\r\n\r\nselect 2\r\n;\r\n",
        "select 'a\r\nb';", "select 'a\rb';\r", "select 1\r",
        " -- b\n select 1 -- c ;\n ; -- d\n select 2--1;\nselect 3 --\n;",
        "--x\nselect 1--x\n;", "select (1;2);", "select 'a\\';' ;select \"a\\\";\";select `a\\`;",
        "select 'it''s;'; select \"a\"\";\";",
        "select `a``;`;", "select /* ; ' */ 1;", "select/**/1;select 1/**/;select 2;", "select/*\n;\n*/1;",
        "select /*! ; */ 1;",
        "select /*!50000 1, ';' */;", "select /*M! 1 */;", "select /*M!100000 1, ';' */ + 1;", "select /*+ a ; */ 1;",
        "select /* a /* b */ 1;", "select /* a /*/ b; */ 1;", "select /* a /*! b */ ; */ 1;",
        "select /*! a /* b */ c */ 1;",
        "select /* a /*! b\n */ 1;", "select 1 # a;\n;select 2;", "select '#', \"--\", `/*`;",
        "delimiter //\nselect 1; select 2//\nselect 3//\ndelimiter ;\nselect 4;",
        "DELIMITER $$\ncreate procedure p() begin select 1; end$$\nselect 2$$", "delimiter ;;\nselect 1; select 2;;\n",
        "delimiter go\nselect 1\ngo\nselect 2 go",
        "select 1;delimiter //\nselect 2//\nselect 3;", "delimiter\nselect 1;", "delimiter \\\\\nselect 1;",
        "  delimiter   '//' x\nselect 1//select 2",
        "delimiter 1234567890123456789\nselect 1 123456789012345 ;", "delimiter //\r\nselect 1//\r\n",
        "\\d //\nselect 1//", "select 1 \\d // ;//select 2//",
        "select 1 \\g select 2 \\G select 3", "select 1 \\c select 2;", "select \\N;", "\\g\n\\G",
        "select 1\\gselect 2\\g", "select '\\g';", "select 'a\\\nb';",
        "select 1 \\\n+ 1;", "use harbor\nselect 1;", "use harbor;\nselect 1;", "USE `harbor` ;select 1;",
        "use harbor x;\nselect 1;", "use\nselect 1;", "use '';select 1;",
        "  use harbor  \nselect 1;", "\\u harbor\nselect 1;", "select 1 \\u harbor ;+ 1;", "status;\nselect 1;",
        "status\nselect 1;", "status \n;select 1;", "help\nselect 1;",
        "help me\nselect 1;", "select 1\nstatus\n;", "go\nselect 1\ngo\n;", "go;", "clear\nselect 1;",
        "select 1\nclear\n;", "print\nselect 1;", "nowarning\nselect 1;",
        "warnings;select 1;", "select 1 \\q\nselect 2;", "quit\nselect 2;", "select 1;\nexit\nselect 2;",
        "select 1\nquit\n;", "prompt x\nselect 1;", "prompt x;\nselect 1;",
        "select 1 \\p ; select 2;", "select 1 \\x ; select 2;", "select /*! 1 \\u harbor */ ; select 2;",
        "system true\nselect 1;", "\\! true\nselect 1;", "notee\nselect 1;",
        "use harbor \\g\nselect 1;", "select 'a", "select \"a", "select `a", "select 1 /* a",
        "select 'é;é', _binary 'a;b';", "select é;", "select 1;\u{0B}\u{0C}select 2;\u{0B}",
        "select 1 ;\u{01}\nselect 2\u{01};", "select `a#b`, `a--b` , `/*`;", "rehash\nselect 1;",
        "select 1; -- x; select 2;\nselect 3;", "charset utf8mb4\nselect 1;",
        "tee\nselect 1;", "edits\nselect 1;", "use harbor -- x\nselect 1;", "use harbor; -- x\nselect 1;",
        "-- x\nuse harbor\nselect 1;", "select 1;use harbor\nselect 1;\n",
    ]

    private static let fragments = [
        "select ", "1", " ", "\n", "\n", ";", ";", ";\n", "'", "''", "'a'", "\"", "\"a;\"", "`", "`a;`", "\\'", "\\\\",
        "\\\n", "-- ", "-- c\n", "--", "-", "#", "# c\n",
        "/*", "*/", "/*!", "/*M!", "/*+", "/", "*", "+", "(", ")", "\r\n", "\t", "\\g", "\\G\n", "\\c", "\\N", "\\p",
        "\\p\n", "\\n ", "\\w\n", "\\u harbor\n",
        "use harbor\n", "use harbor;\n", "use ", "help\n", "status\n", "status;", "\ndelimiter //\n", "\ndelimiter ;\n",
        "\nDELIMITER $$\n", "//", "//\n", "$$", "$$\n", "\\d //\n", "\\d ;\n",
        "a", "select 'x;y';\n", "select /* ; */ 1;\n", "\n\n", "go\n", "clear\n", "print\n", "nowarning;", "\t\n", "x",
    ]

    static func script(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 1...25, using: &random)).map { _ in random.pick(fragments) }.joined()
    }
}
