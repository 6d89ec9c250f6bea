import ArgumentParser
import Failures
import LocalFiles
import Threads

/// The manual as files for `man`, from the texts of `quarterdeck help`.
enum ManualFiles {
    /// Writes every page into an existing directory, with the file names that `man` expects.
    ///
    /// - Throws: A `Failure` when a file cannot be created.
    static func write(to directory: String) throws(Failure) {
        for page in all {
            let file = try FileTarget(directory + "/" + page.fileName, mode: 0o644, stop: WakeSignal())
            try file.write(Array(page.text(version: programVersion).utf8))
            _ = try file.finish(isWhole: true)
        }
    }

    /// Every page of the manual.
    static var all: [RoffPage] {
        let topics = ManualTopic.all
        return CommandManual.pages(topics: topics) + topicPages(topics)
    }

    /// The pages of topics that are not commands. The profile file is in section 5, all others are in section 7.
    static func topicPages(_ topics: [ManualTopic]) -> [RoffPage] {
        let commands = Quarterdeck.configuration.subcommands.compactMap { $0.configuration.commandName }
        return topics.filter { !commands.contains($0.name) }.map { topic in
            let isFile = topic.name == "configuration"
            var page = RoffPage(
                name: isFile ? "quarterdeck.toml" : "quarterdeck-\(topic.name)", section: isFile ? 5 : 7,
                summary: topic.summary)
            page.heading("Description")
            page.add(Array(ManualBlock.parse(topic.text).dropFirst()))
            return page
        }
    }
}
