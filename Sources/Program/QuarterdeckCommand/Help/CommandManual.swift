import ArgumentParser
import JSON

/// Manual pages of section 1, made from the argument parser's data about a command and the topic of the same name.
enum CommandManual {
    /// One page for the program and one for each command and subcommand.
    static func pages(topics: [ManualTopic]) -> [RoffPage] {
        guard let help = JSONValue(Array(Quarterdeck._dumpHelp().utf8)), let root = help["command"] else { return [] }
        return pages(root, name: "quarterdeck", topics)
    }

    private static func pages(_ command: JSONValue, name: String, _ topics: [ManualTopic]) -> [RoffPage] {
        let topic = topics.first { name == "quarterdeck-\($0.name)" }
        var page = RoffPage(name: name, section: 1, summary: summary(command, topic))
        let words = name.split(separator: "-").joined(separator: " ")
        let arguments = (command["arguments"]?.values ?? []).filter { isShown($0) }
        page.heading("Synopsis")
        page.paragraph(([words] + arguments.compactMap(use)).joined(separator: " "))
        page.heading("Description")
        if let topic {
            page.add(Array(ManualBlock.parse(topic.text).dropFirst()))
        } else {
            if let abstract = command["abstract"]?.text { page.paragraph(abstract) }
            if let discussion = command["discussion"]?.text { page.add(ManualBlock.parse(indented(discussion))) }
        }
        describe(arguments, in: &page)
        let commands = (command["subcommands"]?.values ?? []).filter {
            isShown($0) && $0["commandName"]?.text != "help"
        }
        if !commands.isEmpty {
            page.heading("Commands")
            for one in commands { page.entry(one["commandName"]?.text ?? "", one["abstract"]?.text ?? "") }
        }
        seeAlso(name, topics, in: &page)
        return [page]
            + commands.flatMap { pages($0, name: name + "-" + ($0["commandName"]?.text ?? ""), topics) }
    }

    private static func summary(_ command: JSONValue, _ topic: ManualTopic?) -> String {
        let text = topic?.summary ?? command["abstract"]?.text ?? ""
        return String(text.prefix { $0 != "\n" && $0 != ":" }.drop { $0 == " " })
    }

    /// The parser's discussions indent code by two spaces.
    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("  ") ? "  " + $0 : $0 }
            .joined(separator: "\n")
    }

    private static func describe(_ arguments: [JSONValue], in page: inout RoffPage) {
        for (title, kinds) in [("Arguments", ["positional"]), ("Options", ["option", "flag"])] {
            let chosen = arguments.filter { kinds.contains($0["kind"]?.text ?? "") }
            guard !chosen.isEmpty else { continue }
            page.heading(title)
            for argument in chosen {
                var text = argument["abstract"]?.text ?? ""
                let values = (argument["allValues"]?.values ?? []).compactMap(\.text)
                if !values.isEmpty { text += " One of: " + values.joined(separator: ", ") + "." }
                if let standard = argument["defaultValue"]?.text { text += " Default: " + standard + "." }
                page.entry(tag(argument), text)
            }
        }
    }

    private static func isShown(_ value: JSONValue) -> Bool {
        if case .bool(false)? = value["shouldDisplay"] { return false }
        return true
    }

    private static func names(_ argument: JSONValue) -> [String] {
        (argument["names"]?.values ?? []).compactMap { name in
            guard let text = name["name"]?.text else { return nil }
            return (name["kind"]?.text == "long" ? "--" : "-") + text
        }
    }

    private static func tag(_ argument: JSONValue) -> String {
        let value = argument["valueName"]?.text ?? ""
        let names = names(argument).joined(separator: ", ")
        switch argument["kind"]?.text {
        case "positional": return value.uppercased()
        case "option": return names + " " + value.uppercased()
        default: return names
        }
    }

    private static func use(_ argument: JSONValue) -> String? {
        let tag = argument["kind"]?.text == "positional" ? tag(argument) : names(argument).last ?? ""
        let value = argument["kind"]?.text == "option" ? " " + (argument["valueName"]?.text ?? "").uppercased() : ""
        let more = isTrue(argument["isRepeating"]) ? "..." : ""
        return isTrue(argument["isOptional"]) ? "[\(tag)\(value)]\(more)" : "\(tag)\(value)\(more)"
    }

    private static func isTrue(_ value: JSONValue?) -> Bool {
        if case .bool(true)? = value { return true }
        return false
    }

    private static func seeAlso(_ name: String, _ topics: [ManualTopic], in page: inout RoffPage) {
        page.heading("See also")
        let others = ManualFiles.topicPages(topics).map { "`\($0.name)`(\($0.section))" }
        page.paragraph((name == "quarterdeck" ? others : ["`quarterdeck`(1)"] + others).joined(separator: ", "))
    }
}
