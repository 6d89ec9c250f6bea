import Failures
import SQLWire

extension CommandEntry {
    static let variables: [CommandEntry] = [
        followed(
            "set", arguments: "[NAME [VALUE...]]", dialects: [.postgresql], topic: .variables,
            help: "give :NAME a value, put in as it is; :'NAME' as a string, :\"NAME\" as a name; alone, list them"),
        followed("unset", arguments: "NAME", dialects: [.postgresql], topic: .variables, help: "take a variable away"),
        followed(
            "restrict", arguments: "KEY", dialects: [.postgresql], topic: .variables,
            help:
                "refuse all commands up to \\unrestrict KEY: pg_dump writes it around what it has read from a database"),
        followed(
            "unrestrict", arguments: "KEY", dialects: [.postgresql], topic: .variables,
            help: "end what \\restrict KEY has begun"),
        condition("if", "CONDITION", "run what follows only if CONDITION is true, such as :{?NAME} or what \\gset set"),
        condition("elif", "CONDITION", "otherwise, if CONDITION is true"),
        condition("else", "", "otherwise"),
        condition("endif", "", "go on in any case"),
    ]

    private static func condition(_ name: String, _ arguments: String, _ help: String) -> CommandEntry {
        followed(name, arguments: arguments, dialects: [.postgresql], topic: .variables, help: help)
    }

    /// A command that the script machine handles before the workspace sees it.
    static func followed(
        _ names: String..., arguments: String = "", dialects: Set<Dialect> = [.postgresql, .mysql], topic: Topic,
        help: String
    ) -> CommandEntry {
        CommandEntry(names, arguments: arguments, dialects: dialects, topic: topic, help: help) {
            call throws(Failure) in throw call.refusal("it stands in a script")
        }
    }
}
