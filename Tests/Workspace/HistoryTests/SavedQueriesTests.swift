import Failures
import Foundation
import History
import TestSupport
import Testing

@Suite struct SavedQueriesTests {
    @Test func `queries are listed by name with their first comment`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("-- Who  waits for whom\nselect 1;", to: "locks.sql")
        try folder.write("\n\n/* Sizes */ select 1;", to: "b.sql")
        try folder.write("--\n# Second line\n", to: "c.sql")
        try folder.write("select 1 -- no", to: "a.sql")
        try folder.write("x", to: "notes.txt")
        try folder.write("x", to: ".hidden.sql")
        try folder.link("link.sql", to: folder.path("a.sql"))
        let list = SavedQueries(directory: folder.path).list()
        #expect(list.map(\.name) == ["a", "b", "c", "locks"])
        #expect(list.map(\.description) == ["", "Sizes */ select 1;", "Second line", "Who waits for whom"])
        #expect(list.map(\.bytes) == [14, 23, 17, 32])
    }

    @Test func `a query is saved and read`() throws {
        let folder = try TemporaryDirectory()
        let queries = SavedQueries(directory: folder.path("q"))
        #expect(queries.list() == [])
        #expect(try queries.save("select 1", as: "one") == "one")
        #expect(folder.mode("q/one.sql") == 0o600)
        #expect(try queries.read("one") == "select 1\n")
    }

    @Test func `an existing query is replaced only on request`() throws {
        let folder = try TemporaryDirectory()
        let queries = SavedQueries(directory: folder.path)
        try queries.save("a", as: "one")
        #expect(throws: Failure.self) { try queries.save("b", as: "one") }
        #expect(try queries.read("one") == "a\n")
        try queries.save("b", as: "one", replacing: true)
        #expect(try queries.read("one") == "b\n")
        try folder.link("two.sql", to: folder.path("one.sql"))
        #expect(throws: Failure.self) { try queries.save("c", as: "two", replacing: true) }
        #expect(try queries.read("one") == "b\n")
    }

    @Test func `unsafe characters in names are replaced`() throws {
        let folder = try TemporaryDirectory()
        let queries = SavedQueries(directory: folder.path("q"))
        for (name, safe) in [
            ("a b", "a b"), ("../../etc/passwd", "-.-etc-passwd"), ("x.sql", "x"), ("größe 表", "größe 表"),
            ("a\u{0}b\n", "a-b-"), ("..c", "c"), (" d ", "d"), ("a/b", "a-b"), ("\u{1B}[31m", "--31m"),
            (String(repeating: "ä", count: 200), String(repeating: "ä", count: 50)),
        ] {
            #expect(try queries.save("x", as: name) == safe, "\(name)")
            #expect(try queries.read(safe) == "x\n")
        }
        for name in ["", "...", "/", " ", ".sql"] { #expect(throws: Failure.self) { try queries.save("x", as: name) } }
        #expect(try folder.names("") == ["q"])
    }

    @Test func `only files in the directory are read`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("x", to: "secret.sql")
        try folder.write("x", to: "q/own.sql")
        let queries = SavedQueries(directory: folder.path("q"))
        for name in ["../secret", "", ".", "missing", "/etc/passwd", "own.sql"] {
            #expect(throws: Failure.self) { try queries.read(name) }
        }
        try folder.write(String(repeating: "x", count: SavedQueries.mostBytes + 1), to: "q/long.sql")
        #expect(throws: Failure.self) { try queries.read("long") }
        try folder.write([0x61, 0xFF], to: "q/bad.sql")
        #expect(try queries.read("bad") == "a\u{FFFD}")
    }

    @Test func `the user's own directory keeps its mode`() throws {
        let folder = try TemporaryDirectory()
        try FileManager.default.createDirectory(
            atPath: folder.path("repo"), withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        try SavedQueries(directory: folder.path("repo")).save("x", as: "y")
        #expect(folder.mode("repo") == 0o755)
    }
}
