import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import QuarterdeckCommand

/// The `man` pages, checked with the programs that print them.
@Suite struct ManualPageTests {
    private func written() throws -> (folder: TemporaryDirectory, names: [String]) {
        let folder = try TemporaryDirectory()
        let run = try Program.run([Program.product("quarterdeck"), "help", "--man", folder.path])
        #expect(run.status == 0, "\(run.errors)")
        return (folder, try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted())
    }

    @Test func `every action of the key tables has its keys, also the backslash`() {
        for row in KeyManual.markdown.split(separator: "\n") where row.hasPrefix("| ") {
            guard case .table(let rows) = ManualBlock.parse(String(row)).first else { continue }
            #expect(rows.first?.count == 2 && rows.first?.first?.isEmpty == false, "\(row)")
        }
        let rows = ManualBlock.parse(KeyManual.markdown).flatMap { block in
            if case .table(let rows) = block { rows } else { [[String]]() }
        }
        #expect(rows.contains { $0[0] == "\\" && $0[1].hasPrefix("grid-search-back") })
    }

    @Test func `each command and each topic has a page`() throws {
        let (folder, names) = try written()
        let commands = Quarterdeck.configuration.subcommands.compactMap { $0.configuration.commandName }
        for command in commands { #expect(names.contains("quarterdeck-\(command).1"), "\(command)") }
        let expected = [
            "quarterdeck.1", "quarterdeck-sandbox-up.1", "quarterdeck.toml.5", "quarterdeck-keys.7",
            "quarterdeck-security.7", "quarterdeck-credentials.7",
        ]
        #expect(Set(names).isSuperset(of: expected), "\(names)")
        _ = folder
    }

    @Test func `roff prints every page without a warning and keeps its words`() throws {
        let (folder, names) = try written()
        for name in names {
            let run = try Program.run(
                ["groff", "-man", "-Kutf8", "-Tutf8", "-ww", "-P-cbou", folder.path(name)],
                environment: ["LC_ALL": "C.UTF-8"])
            #expect(run.status == 0 && run.errors.isEmpty, "\(name): \(run.errors)")
            #expect(run.text.contains("NAME"), "\(name)")
            #expect(!run.text.contains("`"), "\(name)")
        }
        let sql = try Program.run(
            ["groff", "-man", "-Kutf8", "-Tutf8", "-P-cbou", folder.path("quarterdeck-sql.1")],
            environment: ["LC_ALL": "C.UTF-8"])
        for words in ["--on-error", "COPY ... FROM stdin", "\\restrict KEY", "~/.config/quarterdeck", "--format"] {
            let isThere = sql.text.contains(words) || words.hasPrefix("~")
            #expect(isThere, "\(words)")
        }
    }

    @Test func `no text contains a request or an escape of roff`() {
        var page = RoffPage(name: "x", section: 7, summary: "a - b")
        page.paragraph(".so /etc/passwd `-f` and \\fB 'it' ~ ^")
        page.paragraph("'quoted")
        page.code([".TH evil", "\\x"])
        page.entry("a \"b\"", "")
        let text = page.text(version: "1")
        #expect(text.contains("\\&.so /etc/passwd \\fB\\-f\\fR and \\efB \\(aqit\\(aq \\(ti \\(ha"))
        #expect(text.contains("\n\\(aqquoted\n"))
        #expect(text.contains("\n\\&.TH evil\n\\ex\n"))
        #expect(text.contains(".B \"a \\(dqb\\(dq\"\n\\&\n"))
    }

    @Test func `blocks are distinguished`() {
        let markdown =
            "# a: b\n\none\ntwo\n\n    code\n\n    more\n\n* x\n  y\n* z\n| k | v |\n|---|---|\n| 1\\|2 | 3 |\n"
        #expect(
            ManualBlock.parse(markdown) == [
                .heading(level: 1, "a: b"), .paragraph("one two"), .code(["code", "", "more"]), .item("x y"),
                .item("z"),
                .table([["k", "v"], ["1|2", "3"]]),
            ])
    }
}
