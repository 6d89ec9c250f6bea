import Failures
import Foundation
import History
import TestSupport
import Testing
import Timestamps

private func entry(_ statement: String, on cluster: String = "one", at time: Int64 = 0) -> HistoryEntry {
    HistoryEntry(
        statement: statement, cluster: cluster, time: Timestamp(secondsSince1970: time), succeeded: time % 2 == 0)
}

extension StatementHistory {
    fileprivate var statements: [String] { search(limit: .max).map(\.statement) }
}

@Suite struct StatementHistoryTests {
    @Test func `another process finds the statements, the newest first`() throws {
        let folder = try TemporaryDirectory()
        let history = StatementHistory(directory: folder.path("a/b"))
        #expect(history.search() == [])
        #expect(try history.append(entry("select 1", at: 1)) == .kept)
        #expect(try history.append(entry("select\n\t'é\u{1}\\'\r\n-- 表", at: 2)) == .kept)
        #expect(try history.append(entry("  select 3;\n", on: "two", at: 3)) == .kept)
        let other = StatementHistory(directory: folder.path("a/b"))
        #expect(
            other.search() == [
                entry("select 3;", on: "two", at: 3), entry("select\n\t'é\u{1}\\'\r\n-- 表", at: 2),
                entry("select 1", at: 1),
            ])
        #expect(folder.mode("a/b") == 0o700)
        #expect(folder.mode("a/b/history") == 0o600)
        // Control characters are harmless for a reader of the file.
        let bytes = Array(try folder.text("a/b/history").utf8)
        #expect(bytes.allSatisfy { $0 >= 0x20 || $0 == 0x0A || $0 == 0x09 })
    }

    @Test func `a search is by text and cluster, without duplicates`() throws {
        let folder = try TemporaryDirectory()
        let history = StatementHistory(directory: folder.path)
        for (number, text) in ["select A from T", "select b", "Ärger", "select b", "drop x"].enumerated() {
            try history.append(entry(text, on: number % 2 == 0 ? "one" : "two", at: Int64(number)))
        }
        #expect(history.statements == ["drop x", "select b", "Ärger", "select A from T"])
        #expect(history.search("SELECT").map(\.statement) == [])
        #expect(history.search("SELECT".lowercased()).map(\.statement) == ["select b", "select A from T"])
        #expect(history.search("a from t").map(\.statement) == ["select A from T"])
        #expect(history.search("A from t").map(\.statement) == [])
        #expect(history.search("ärger").map(\.statement) == ["Ärger"])
        #expect(history.search(cluster: "two").map(\.statement) == ["select b"])
        #expect(history.search(limit: 1).map(\.statement) == ["drop x"])
        #expect(history.search("%") == [])
    }

    @Test func `secrets, blanks and statements that are too long are stored nowhere`() throws {
        let folder = try TemporaryDirectory()
        var bounds = HistoryBounds()
        bounds.statementBytes = 100
        let history = StatementHistory(directory: folder.path, bounds: bounds)
        #expect(try history.append(entry("alter user a password 'hunter2'")) == .secret)
        #expect(try history.append(entry(" \n ")) == .unfit)
        #expect(try history.append(entry(String(repeating: "x", count: 101))) == .unfit)
        #expect(history.search() == [])
        #expect(try folder.names("") == [])
    }

    @Test func `a repeated statement is not written again`() throws {
        let folder = try TemporaryDirectory()
        let history = StatementHistory(directory: folder.path)
        #expect(try history.append(entry("a")) == .kept)
        #expect(try history.append(entry("a")) == .repeated)
        #expect(try StatementHistory(directory: folder.path).append(entry("a")) == .repeated)
        #expect(try history.append(entry("a", on: "two")) == .kept)
        #expect(try history.append(entry("a")) == .kept)
    }

    @Test func `the file is bounded, and the newest statements stay`() throws {
        let folder = try TemporaryDirectory()
        var bounds = HistoryBounds()
        bounds.bytes = 4_000
        let history = StatementHistory(directory: folder.path, bounds: bounds)
        for number in 0..<500 {
            try history.append(entry("select \(number)", at: Int64(number)))
            let size = try folder.text("history").utf8.count
            #expect(size <= 4_000)
        }
        let statements = history.statements
        #expect(statements.count > 50)
        #expect(statements == (0..<500).reversed().prefix(statements.count).map { "select \($0)" })
        #expect(StatementHistory(directory: folder.path).statements == statements)

        bounds.bytes = 1 << 20
        bounds.statements = 40
        let small = StatementHistory(directory: folder.path, bounds: bounds)
        for number in 500..<600 { try small.append(entry("select \(number)", at: Int64(number))) }
        #expect(small.statements.count <= 40)
        #expect(small.statements.first == "select 599")
        #expect(try folder.text("history").split(separator: "\n").count <= 52)
        #expect(try folder.names("") == ["history"])
    }

    @Test func `several writers lose nothing, even while the file is rewritten`() throws {
        let folder = try TemporaryDirectory()
        var bounds = HistoryBounds()
        bounds.bytes = 60_000
        let group = DispatchGroup()
        for writer in 0..<4 {
            DispatchQueue.global().async(group: group) { [bounds] in
                // With its own descriptor, which counts as another process for flock(2).
                let history = StatementHistory(directory: folder.path, bounds: bounds)
                for number in 0..<200 { _ = try? history.append(entry("select \(writer) \(number)")) }
            }
        }
        group.wait()
        let statements = Set(StatementHistory(directory: folder.path, bounds: bounds).statements)
        #expect(statements.count == 800)
        bounds.bytes = 8_000
        let small = bounds
        for writer in 0..<4 {
            DispatchQueue.global().async(group: group) {
                let history = StatementHistory(directory: folder.path, bounds: small)
                for number in 0..<200 {
                    _ = try? history.append(entry("select \(writer) \(number)"))
                    history.load()
                }
            }
        }
        group.wait()
        let last = StatementHistory(directory: folder.path, bounds: bounds).statements
        #expect(last.count > 80)
        // The last writer's statement is at the top.
        #expect(last.first?.hasSuffix(" 199") == true)
        #expect(try folder.text("history").utf8.count <= 8_000)
    }

    @Test func `two programs append to one file`() throws {
        let folder = try TemporaryDirectory()
        let history = StatementHistory(directory: folder.path)
        try history.append(entry("first"))
        // Another program that writes like this one: one line in one call, under the lock of the directory.
        let script = """
            for i in $(seq 200); do
              flock "\(folder.path)" sh -c "printf '5\\t+\\tother\\tselect from sh $i\\t.\\n' >> '\(folder.path("history"))'"
            done
            """
        let child = try ChildProcess(["sh", "-c", script], environment: [:])
        for number in 0..<200 { try history.append(entry("select \(number)")) }
        #expect(child.wait() == 0)
        #expect(Set(history.statements).count == 401)
    }

    @Test func `a cut line affects only itself`() throws {
        let folder = try TemporaryDirectory()
        let history = StatementHistory(directory: folder.path)
        try history.append(entry("one"))
        try history.append(entry("two"))
        let text = try folder.text("history")
        for cut in 1..<12 {
            try folder.write(String(text.dropLast(cut)), to: "history")
            let after = StatementHistory(directory: folder.path)
            #expect(after.statements.last == "one")
            try after.append(entry("three"))
            let statements = after.statements
            #expect(statements.first == "three")
            #expect(statements.last == "one")
            #expect(!statements.contains("t") && !statements.contains("tw"))
        }
    }

    @Test func `invalid lines are ignored`() throws {
        let folder = try TemporaryDirectory()
        let history = StatementHistory(directory: folder.path)
        try history.append(entry("good"))
        var bytes = Array(try folder.text("history").utf8)
        for line in [
            "", "x", "\t\t\t\t.", "1\t+\tc", "1\t+\tc\t\t.", "1\t+\tc\tbad\\q\t.", "1\t+\tc\tbad\\\t.",
            "1\t+\tc\tbad\\x1\t.", "1\t*\tc\tq\t.", "99999999999999999999\t+\tc\tq\t.", "1\t+\tc\tq\tr\t.",
            "1\t+\t\\xff\tq\t.", "1\t+\tc\ttorn",
        ] { bytes += Array(line.utf8) + [0x0A] }
        bytes += [0x31, 0x09, 0x2B, 0x09, 0x63, 0x09, 0xFF, 0xFE, 0x09, 0x2E, 0x0A]
        bytes += Array(repeating: 0x61, count: 3 << 20) + [0x0A]
        bytes += Array("1\t?\tc\talso good\t.\n".utf8)
        try folder.write(bytes, to: "history")
        #expect(StatementHistory(directory: folder.path).statements == ["also good", "good"])
    }

    @Test func `a file of another format is left alone`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("my own notes\n", to: "history")
        let history = StatementHistory(directory: folder.path)
        #expect(throws: Failure.self) { try history.append(entry("select 1")) }
        #expect(try folder.text("history") == "my own notes\n")
        // This process finds it nevertheless.
        #expect(history.statements == ["select 1"])
    }

    @Test func `a link is not followed`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("", to: "target")
        try FileManager.default.createDirectory(atPath: folder.path("h"), withIntermediateDirectories: false)
        try folder.link("h/history", to: folder.path("target"))
        let history = StatementHistory(directory: folder.path("h"))
        #expect(throws: Failure.self) { try history.append(entry("select 1")) }
        #expect(try folder.text("target") == "")
        try folder.link("d", to: folder.path("h"))
        #expect(throws: Failure.self) { try StatementHistory(directory: folder.path("d")).append(entry("x")) }
    }

    @Test func `without write permission this process still has its history`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("", to: "file")
        let history = StatementHistory(directory: folder.path("file/history"))
        #expect(throws: Failure.self) { try history.append(entry("select 1")) }
        #expect(throws: Failure.self) { try history.append(entry("select 2")) }
        #expect(history.statements == ["select 2", "select 1"])
    }

    @Test func `other users' access to the file is removed, and a cleared file is gone`() throws {
        let folder = try TemporaryDirectory()
        let history = StatementHistory(directory: folder.path("h"))
        try history.append(entry("a"))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.path("h/history"))
        try history.append(entry("b"))
        #expect(folder.mode("h/history") == 0o600)
        try history.clear()
        #expect(history.search() == [])
        #expect(try folder.names("h") == [])
        try history.append(entry("c"))
        #expect(history.statements == ["c"])
    }

    @Test func `a file rewritten by another process is read again`() throws {
        let folder = try TemporaryDirectory()
        let history = StatementHistory(directory: folder.path)
        let other = StatementHistory(directory: folder.path)
        try history.append(entry("a"))
        #expect(other.statements == ["a"])
        try history.clear()
        try history.append(entry("b"))
        #expect(other.statements == ["b"])
    }
}
