/// Commands of Vim that this editor lacks. They are parsed to their end, so that none of their keys acts as a command
/// of its own. Source: Vim's "index.txt".
extension ViParser {
    /// Parses an unsupported command that begins with `key`; throws when it was one.
    mutating func passUnknown(_ key: Character, isVisual: Bool) throws(Stop) {
        switch key {
        // Operators: a motion follows, unless text is selected.
        case "=", "!":
            if !isVisual { try passTarget(of: [key]) }
            throw .unknown
        case "g":
            let second = try peek()
            guard "qw?@".contains(second) else { return }
            _ = try next()
            if !isVisual { try passTarget(of: ["g", second]) }
            throw .unknown
        case "z":
            let second = try next()
            if second == "f", !isVisual { try passTarget(of: ["z", "f"]) }
            throw .unknown
        default: return
        }
    }

    /// Commands of the vim-surround plug-in: `ysiw)`, `ds"`, `cs"'`.
    mutating func passSurround(_ operation: ViOperator) throws(Stop) {
        switch operation {
        case .yank:
            try passTarget(of: ["s"])
            _ = try next()
        case .change:
            _ = try next()
            _ = try next()
        default: _ = try next()
        }
        throw .unknown
    }

    /// A motion, a text object, or the operator's last key again.
    private mutating func passTarget(of operation: [Character]) throws(Stop) {
        _ = count()
        let key = try next()
        if key == operation.last { return }
        if key == "g", operation.first == "g", try peek() == operation.last {
            _ = try next()
            return
        }
        switch key {
        case "i", "a": _ = try next()
        // The pattern ends with Enter.
        case "/", "?": while try next() != "\r" {}
        case "s", "S": return
        default: _ = try motion(key)
        }
    }
}
