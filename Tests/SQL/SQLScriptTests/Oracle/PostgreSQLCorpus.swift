import TestSupport

/// Scripts that are difficult to split like psql.
enum PostgreSQLCorpus {
    /// The number of generated scripts.
    static let count = 3000

    static let handwritten = [
        "select 1; select 2;", "select 1", "select 1\n", ";", ";;\n;", "", "\n\n", "-- only\n", "/* only */",
        "select '1\n\n2;';\n\nselect\n\n2\n\n;", "select 1\n\n  \n", "\u{FEFF}select 1;", "\u{FEFF}\nselect 1;",
        "select 1;\r\n\r\nselect 2\r\n;\r\n", "  /* a */ -- b\n select 1 -- c ;\n ; -- d\n", "select (1;2);\n;",
        "select ')(';(;", "select E'a\\';' ;select 'a\\';select 1;'", "select U&'\\' ; select U&\"a;\"\";\";",
        "select N'a\\'; select B'1'';'; select X'1''';", "select $$;$$; select $a$;$b$;$a$; select $a;$b$;$b;",
        "select a$b$;select $1$$;$$;", "select $a$ $$a$a$ ; select $é$;$é$;", "select 1$x$;$x$;", "select 1e$x$;$x$;",
        "select 1e--x;\n;", "select 1--x;\n;", "select 1.5.e--x;\n1;", "select 1..5.e--x;\n1;", "select 1e+$x$;$x$;",
        "select 1;-- c\nselect -- d\n2;", "select /* /* ; */ ; */ 1;", "select /*/ ; */ 1;",
        "select 1 /**/;/* a\n;\n*/;",
        "select +/*;*/1;select 1 *//*;*/2;", "select 'a' \r 'b\\';\n", "select E'a'\r'b\\';';", "select E'a'\n'b\\';';",
        "select E'a\\\n';", "select :'a;b', :x;select 1::int; select :a$b$;$b$;", "select :=1;select ::a$b$;$b$;",
        "select 1\\;select 2\\;select 3;", "\\;\\;;", "select \\:a;", "select 1 \\g\nselect 2 \\gx\n\\g\n", "\\g\n",
        "select 1\n\\echo a\n+ 1;", "select 1 \\echo a\n+ 1;", "select 1\n  \\echo a\n+ 1;", "\\echo a \\\\ select 1;",
        "\\echo 'a \\\\ b' \\\\ select 1; \\echo \"\\\\\" \\\\ select 2;\n", "\\echo a;\nselect 1;",
        "select (1 \\g\nselect 2;",
        "select (1 \\r\nselect 2;", "select 1 \\p \\\\ + 1;", "select 1\n\\q\nselect 2;", "select 1; \\q \nselect 2;",
        "\\nonsense \\\\ select 1;\nselect 2;", "\\! true \\\\ select 1;\nselect 2;",
        "select 1 \\g |cat >/dev/null \\\\ select 2;\nselect 3;",
        "select 1 \\g (format=csv) |cat > /dev/null \\\\ x\nselect 2;", "select 1 \\\nselect 2;", "\\\\select 1;",
        "create function f() returns int begin atomic select 1; select case when true then 2 end; end;select 3;",
        "create or replace procedure p() begin atomic select 1; end; select 2;",
        "create function f() returns int as $$begin; end$$ language sql; begin; select 1; end;",
        "create or replace view v as select 1; begin; end;", "create function begin(); select 1;end; select 2;",
        "create function f(begin int) returns int begin atomic select (case when 1=1 then 2 end); end;",
        "create function f() begin atomic select 1\\;create table t(); end; begin; end;",
        "create function f() begin atomic select 1; \\g\nbegin; select 2;", "create u& function f() begin; end;",
        "create function f() beginn; 1begin; :begin; \"begin\"; begin$; end;",
        "Create FUNCTION f() BeGiN; EnD;select 1;",
        "select 1; select\n2; select 3\n", "select '\n-- \\g\n'; select \"\n;\n\";", "select 1\u{0B};select\u{0C}2;",
        "select é;select 'é';\u{A0}select 1;", "select 1 /* a", "select 'a", "select $a$ b", "select \"a", "select (1;",
        "select 1;\u{0C} -- x\n\t select 2;", "copy t from nothing; select 1;", "select 1 \\watch_not\n;",
    ]

    private static let fragments = [
        "select ", "1", " ", "\n", "\n", ";", ";", ";\n", "'", "''", "'a'", "E'", "e'\\''", "\\'", "B'1'", "X'", "N'",
        "U&'", "U&\"",
        "\"", "\"a;\"", "$$", "$a$", "$b$", "$1", "$a", "a$", "--", "-- c\n", "-", "/*", "*/", "/", "*", "+", "(", ")",
        "(;)",
        "\r", "\r\n", "\t", "\\;", "\\:", "\\g\n", "\\g \\\\", "\\gx\n", "\\r\n", "\\echo a\n", "\\echo 'a;' \\\\ ",
        "\\p\n", "\\",
        "create ", "or ", "replace ", "function ", "procedure ", "begin ", "atomic ", "end ", "end;", "case ",
        "begin atomic ",
        "create function f() ", "create or replace procedure p() ", "1e", "1.", "..", ".5", "1e-", "x", "é", ":", "::",
        ":a", ":'", ":=",
        "a", "E", "u&", "B", "create function f() begin atomic select 1; end;\n", "select $$;$$;\n", "select 'x;y';\n",
        "\n\n",
    ]

    static func script(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 1...25, using: &random)).map { _ in random.pick(fragments) }.joined()
    }

    /// No value ends inside a construct, and none is a command.
    private static let values = [
        "1", "a", "'''a;b'''", "'select 2;'", "'2; select 3'", "'(1)'", "", #"'"x y"'"#, "'$$;$$'",
        "'it''s it''s'", "a 'b c' d", ":a", ":'b'", #"' -- c\n'"#, "'/* ; */'", "é", "':a'", "'1;'", "';'",
    ]

    private static let references = [
        "select ", "1", " ", "\n", ";", ";\n", ";\n", ";\n", ":a", ":b", ":'a'", ":'b'", ":\"a\"", ":\"b\"", ":{?a}",
        ":{?c}", ":c", ":'c'", "::a", ":=", ":", "(:a)", "(:b;)", "':a'", "\":a\"", "$$:a$$", "-- :a\n", "/* :b */",
        ",", "a:b", ":a:b", ":{a}", "\\:a", "\\;", "\\echo :a\n", "x", " E'\\':a'",
    ]

    static func scriptOfVariables(_ random: inout SeededGenerator) -> String {
        var script = "\\unset a\n\\unset b\n"
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            for name in ["a", "b"] where Bool.random(using: &random) {
                script += "\\set \(name) \(random.pick(values))\n"
            }
            script +=
                (0..<Int.random(in: 1...12, using: &random)).map { _ in random.pick(references) }.joined()
                + ";\n"
        }
        return script
    }
}
