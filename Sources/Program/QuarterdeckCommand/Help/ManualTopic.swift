import CManual

/// A page of `quarterdeck help`, written in the few forms of Markdown that `ManualPage` knows.
struct ManualTopic {
    /// The word after `quarterdeck help`.
    let name: String
    /// The whole page in Markdown.
    let text: String

    /// What the list of topics says about it: the first heading after `name: `.
    var summary: String {
        let heading = text.prefix { $0 != "\n" }.drop { $0 == "#" || $0 == " " }
        return String(heading.dropFirst(name.count + 2))
    }

    /// The pages built into the program, in the order of the list, and the list of keys, which is made from the key
    /// tables.
    static var all: [ManualTopic] {
        var count = 0
        let first = qd_manual_topics(&count)
        let shipped = UnsafeBufferPointer(start: first, count: count).map { topic in
            ManualTopic(
                name: String(cString: topic.name),
                text: String(decoding: UnsafeBufferPointer(start: topic.bytes, count: topic.length), as: UTF8.self))
        }
        return shipped + [ManualTopic(name: "keys", text: KeyManual.markdown)]
    }
}
