import Failures
import SQLCore

extension CommandEntry {
    static let variables: [CommandEntry] = [
        CommandEntry(
            "set", arguments: "[NAME [VALUE...]]", dialects: [.postgresql], topic: .variables,
            help: "give :NAME a value, put in as it is; :'NAME' as a string, :\"NAME\" as a name; alone, list them"
        ) { call throws(Failure) in
            guard let name = call.words.texts.first else { return .variables }
            return .set(name: name, value: Array(call.words.texts.dropFirst().joined().utf8))
        },
        CommandEntry(
            "unset", arguments: "NAME", dialects: [.postgresql], topic: .variables, help: "take a variable away"
        ) { call throws(Failure) in .set(name: try call.word("a variable"), value: nil) },
        condition("if", "CONDITION", "run what follows only if CONDITION is true, such as :{?NAME} or what \\gset set"),
        condition("elif", "CONDITION", "otherwise, if CONDITION is true"),
        condition("else", "", "otherwise"),
        condition("endif", "", "go on in any case"),
    ]

    /// Followed by whoever runs a script, before anything is made of it.
    private static func condition(_ name: String, _ arguments: String, _ help: String) -> CommandEntry {
        CommandEntry(name, arguments: arguments, dialects: [.postgresql], topic: .variables, help: help) {
            call throws(Failure) in throw call.refusal("it stands in a script")
        }
    }
}
