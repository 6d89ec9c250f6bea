import Catalog
import Failures
import SQLWire
import Testing

/// Patterns from psql's manual, "Patterns".
@Suite struct PatternTests {
    private func lookup(_ pattern: String, _ dialect: Dialect = .postgresql) throws -> String {
        let word = "'" + pattern.replacing("\\", with: "\\\\").replacing("'", with: "''") + "'"
        guard case .describe(let describe) = try command("d", word, dialect) else { return "" }
        let text = String(decoding: describe.lookup.sql, as: UTF8.self)
            .replacing("OPERATOR(pg_catalog.=)", with: "=").replacing("OPERATOR(pg_catalog.~)", with: "~")
        let start = try #require(text.ranges(of: "WHERE ").first).upperBound
        let end = try #require(text.ranges(of: " ORDER BY").last).lowerBound
        return String(text[start..<end])
    }

    private static let visible = "pg_catalog.pg_table_is_visible(c.oid)"

    @Test func `a name without wildcards is exact`() throws {
        #expect(try lookup("vessels") == "\(Self.visible) AND c.relname = 'vessels'")
        #expect(try lookup("VesSels") == "\(Self.visible) AND c.relname = 'vessels'")
        #expect(try lookup("\"VesSels\"") == "\(Self.visible) AND c.relname = 'VesSels'")
        #expect(try lookup("\"a\"\"b\"") == "\(Self.visible) AND c.relname = 'a\"b'")
        #expect(try lookup("FOO\"BAR\"BAZ") == "\(Self.visible) AND c.relname = 'fooBARbaz'")
        #expect(try lookup("public.vessels") == "n.nspname = 'public' AND c.relname = 'vessels'")
        #expect(try lookup("\"a.b\"") == "\(Self.visible) AND c.relname = 'a.b'")
        #expect(try lookup("int4[]") == "\(Self.visible) AND c.relname = 'int4[]'")
        #expect(try lookup("a$b") == "\(Self.visible) AND c.relname = 'a$b'")
        #expect(try lookup("it's") == "\(Self.visible) AND c.relname = 'it''s'")
    }

    @Test func `stars and question marks are wildcards`() throws {
        let end = " COLLATE pg_catalog.default"
        #expect(try lookup("pub*.ves*") == "n.nspname ~ '^(pub.*)$'\(end) AND c.relname ~ '^(ves.*)$'\(end)")
        #expect(try lookup("v?ssels") == "\(Self.visible) AND c.relname ~ '^(v.ssels)$'\(end)")
        #expect(try lookup("*.*") == "true")
        #expect(try lookup("*") == Self.visible)
        #expect(try lookup("public.") == "n.nspname = 'public'")
        #expect(try lookup("\"a*\"") == "\(Self.visible) AND c.relname = 'a*'")
        #expect(try lookup("\"a*\"*") == "\(Self.visible) AND c.relname ~ E'^(a\\\\*.*)$'\(end)")
        #expect(try lookup("a|b") == "\(Self.visible) AND c.relname ~ '^(a|b)$'\(end)")
        #expect(try lookup("[ab]x") == "\(Self.visible) AND c.relname ~ '^([ab]x)$'\(end)")
        #expect(try lookup("a$*") == "\(Self.visible) AND c.relname ~ E'^(a\\\\$.*)$'\(end)")
    }

    @Test func `another database than the current one is refused`() throws {
        #expect(
            try lookup("harbor.public.vessels")
                == "n.nspname = 'public' AND c.relname = 'vessels' AND pg_catalog.current_database() = 'harbor'")
        #expect(refusal("d", " a.b.c.d")?.what == "a.b.c.d has too many dotted names")
        #expect(refusal("d", " a.b.c", .mysql)?.what == "a.b.c has too many dotted names")
    }

    @Test func `MySQL's names keep their case, and LIKE has no special letters`() throws {
        let inUse = "TABLE_SCHEMA = DATABASE()"
        #expect(try lookup("VesSels", .mysql) == "\(inUse) AND TABLE_NAME = 'VesSels'")
        #expect(try lookup("harbor.ves*", .mysql) == "TABLE_SCHEMA = 'harbor' AND TABLE_NAME LIKE 'ves%' ESCAPE '|'")
        #expect(try lookup("a_b?", .mysql) == "\(inUse) AND TABLE_NAME LIKE 'a|_b_' ESCAPE '|'")
        #expect(try lookup("`a*`", .mysql) == "\(inUse) AND TABLE_NAME = _utf8mb4 X'612a'")
        #expect(try lookup("\"a\"\"b\".`c``d`", .mysql) == "TABLE_SCHEMA = 'a\"b' AND TABLE_NAME = 'c`d'")
        #expect(try lookup("100%*", .mysql) == "\(inUse) AND TABLE_NAME LIKE '100|%%' ESCAPE '|'")
        #expect(try lookup("it's", .mysql) == "\(inUse) AND TABLE_NAME = _utf8mb4 X'69742773'")
    }
}
