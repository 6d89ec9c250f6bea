import Foundation
import TestSupport
import Testing

@testable import QuarterdeckCommand

@Suite struct `Help topics` {
    @Test(arguments: ManualTopic.all.map(\.name))
    func `every topic prints a page of at most 80 columns without Markdown marks`(_ topic: String) throws {
        let run = try Program.run([Program.product("quarterdeck"), "help", topic])
        let text = String(decoding: run.output, as: UTF8.self)
        #expect(run.status == 0, "\(run.errors)")
        #expect(text.hasPrefix(topic.uppercased() + ": "))
        let page = text.components(separatedBy: "\nOVERVIEW: ")[0]
        for line in page.split(separator: "\n") where !line.hasPrefix("    ") {
            #expect(line.count <= 80, "\(line)")
            #expect(!line.contains("`") && !line.hasPrefix("#") && !line.hasPrefix("|"), "\(line)")
        }
    }

    @Test func `every topic has a summary of one line`() {
        for topic in ManualTopic.all {
            #expect(topic.text.hasPrefix("# \(topic.name): "))
            #expect((10...70).contains(topic.summary.count), "\(topic.name)")
        }
    }

    @Test func `a topic that is also a command is followed by the command's options`() throws {
        let run = try Program.run([Program.product("quarterdeck"), "help", "sql"])
        #expect(String(decoding: run.output, as: UTF8.self).contains("--on-error"))
    }

    @Test func `a command without a page has its own help`() throws {
        let run = try Program.run([Program.product("quarterdeck"), "help", "list"])
        #expect(run.status == 0)
        #expect(String(decoding: run.output, as: UTF8.self).contains("USAGE: quarterdeck list"))
    }

    @Test func `an unknown topic is a usage error with the nearest topic`() throws {
        let run = try Program.run([Program.product("quarterdeck"), "help", "credntials"])
        #expect(run.status == 64)
        #expect(run.errors.contains("try: quarterdeck help credentials"))
    }

    @Test func `a table keeps an escaped bar and wraps its second column`() {
        let page = ManualPage.text("| a\\|b | one two three four five six seven eight nine |\n", columns: 40)
        #expect(page == "  a|b  one two three four five six seven\n       eight nine\n")
    }
}
