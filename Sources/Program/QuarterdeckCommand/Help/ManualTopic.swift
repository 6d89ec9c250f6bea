import CManual

/// A page of `quarterdeck help`, in the subset of Markdown that `ManualPage` reads.
struct ManualTopic {
    /// The word after `quarterdeck help`.
    let name: String
    /// The whole page in Markdown.
    let text: String

    /// The text in the list of topics: the first heading after `name: `.
    var summary: String {
        let heading = text.prefix { $0 != "\n" }.drop { $0 == "#" || $0 == " " }
        return String(heading.dropFirst(name.count + 2))
    }

    /// The built-in pages in the order of the list, and the page about keys.
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
