import ArgumentParser
import Console
import Failures
import TOML

/// `quarterdeck help TOPIC`. The argument parser handles names of commands and a bare `help`.
struct HelpTopics: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "help")

    /// A directory for the `man` pages, used to make packages.
    @Option(help: .hidden) var man: String?
    @Argument var words: [String] = []

    /// Whether the argument parser's own help applies: without a word, with options, and for commands without a page.
    func isForParser(commands: [String]) -> Bool {
        if man != nil { return !words.isEmpty }
        guard words.count == 1, let word = words.first else { return true }
        return !ManualTopic.all.contains { $0.name == word } && commands.contains(word)
    }

    func run() throws {
        if let man { return try ManualFiles.write(to: man) }
        let topics = ManualTopic.all
        let word = words.first ?? ""
        guard let topic = topics.first(where: { $0.name == word }) else { throw unknown(word, topics) }
        try StandardOutput.write(ManualPage.text(topic.text, columns: 80))
        // `sql`, `exec` and others are also commands: their options follow the page.
        guard let command = Quarterdeck.configuration.subcommands.first(where: { $0.configuration.commandName == word })
        else { return }
        try StandardOutput.write("\n" + Quarterdeck.helpMessage(for: command, columns: 80) + "\n")
    }

    private func unknown(_ word: String, _ topics: [ManualTopic]) -> Failure {
        let names = topics.map(\.name)
        return Failure(
            .usage, "no help topic \"\(word)\"", why: "the topics are: \(names.joined(separator: ", "))",
            next: Suggestion.nearest(to: word, among: names).map { "quarterdeck help \($0)" } ?? "quarterdeck --help")
    }
}
