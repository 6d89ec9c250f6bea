extension Key {
    /// The name in settings: `r`, `space`, `ctrl-l`, `alt-f`, `F1`, `shift-up`.
    public var name: String {
        switch self {
        case .character(" "): "space"
        case .character(let character): String(character)
        case .control(let character): "ctrl-\(character)"
        case .alt(let character): "alt-\(character == " " ? "space" : String(character))"
        case .controlAlt(let character): "ctrl-alt-\(character)"
        case .function(let number): "F\(number)"
        case .named(let key, let modifiers): modifiers.prefix + key.rawValue
        }
    }

    /// The name in hints: `Enter`, `Ctrl-L`, `Space`.
    public var label: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .control(let character): "Ctrl-" + String(character).uppercased()
        case .alt(let character): "Alt-\(character)"
        case .controlAlt(let character): "Ctrl-Alt-" + String(character).uppercased()
        case .function(let number): "F\(number)"
        case .named(let key, let modifiers):
            modifiers.prefix.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() + "-" }.joined()
                + key.label
        }
    }

    /// The key with that name; nil when there is none.
    public init?(name: String) {
        if name.count == 1, let character = name.first, !character.isWhitespace {
            self = .character(character)
            return
        }
        var words = name.split(separator: "-", omittingEmptySubsequences: false).map { $0.lowercased() }
        // `ctrl--` is Ctrl and the minus sign.
        if name.hasSuffix("--") { words = words.dropLast(2) + ["-"] }
        guard let last = words.popLast() else { return nil }
        var modifiers = Modifiers()
        for word in words {
            switch word {
            case "ctrl": modifiers.insert(.control)
            case "alt": modifiers.insert(.alt)
            case "shift": modifiers.insert(.shift)
            default: return nil
            }
        }
        self.init(last, modifiers, original: name)
    }

    private init?(_ word: String, _ modifiers: Modifiers, original: String) {
        if let named = Named(rawValue: word) {
            self = .named(named, modifiers)
        } else if word.hasPrefix("f"), let number = Int(word.dropFirst()), (1...63).contains(number), modifiers.isEmpty
        {
            self = .function(number)
        } else if word == "space", modifiers.isEmpty {
            self = .space
        } else if word == "space", modifiers == .alt {
            self = .alt(" ")
        } else if word.count == 1, let character = original.last, modifiers == .alt {
            self = .alt(character)
        } else if word.count == 1, let character = word.first, modifiers == .control,
            character.isASCII, character.isLetter || "\\]^_@".contains(character)
        {
            self = .control(character)
        } else if word.count == 1, let character = word.first, modifiers == [.control, .alt],
            character.isASCII, character.isLetter || "\\]^_@".contains(character)
        {
            self = .controlAlt(character)
        } else {
            return nil
        }
    }
}

extension Key {
    /// The key that the program receives instead, when terminals send the same byte for both. Source: ASCII.
    public var sentAs: Key? {
        switch self {
        case .control("m"), .control("j"): .enter
        case .control("i"): .tab
        case .control("h"): .named(.backspace)
        case .controlAlt("m"), .controlAlt("j"): .named(.enter, .alt)
        case .controlAlt("i"): .named(.tab, .alt)
        case .controlAlt("h"): .named(.backspace, .alt)
        default: nil
        }
    }
}

extension Key.Modifiers {
    fileprivate var prefix: String {
        (contains(.control) ? "ctrl-" : "") + (contains(.alt) ? "alt-" : "") + (contains(.shift) ? "shift-" : "")
    }
}

extension Key.Named {
    fileprivate var label: String {
        switch self {
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backspace: "Backspace"
        case .delete: "Del"
        case .insert: "Ins"
        case .up: "Up"
        case .down: "Down"
        case .left: "Left"
        case .right: "Right"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        }
    }
}
