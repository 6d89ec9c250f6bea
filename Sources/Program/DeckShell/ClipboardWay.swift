/// How a clipboard sequence passes the programs between the deck and the terminal.
enum ClipboardWay: Equatable {
    case direct
    case tmux(Tmux)
    case screen
    /// The terminal, by its name, has no clipboard.
    case none(String)

    /// tmux's handling of the sequence, from its options. Source: tmux(1), set-clipboard and allow-passthrough.
    enum Tmux: Equatable {
        case unknown
        /// tmux forwards it to the terminal, and keeps a copy in a buffer.
        case keptAndPassedOn
        case passedOn
        case dropped

        /// From tmux's options.
        ///
        /// - Parameters:
        ///   - clipboard: `on`, `external` or `off`; nil when unknown.
        ///   - passthrough: `on`, `all` or `off`; nil when the option does not exist, because an old tmux forwards all.
        init(clipboard: String?, passthrough: String?) {
            switch (clipboard, passthrough) {
            case (nil, _): self = .unknown
            case ("on", _): self = .keptAndPassedOn
            case (_, "off"): self = .dropped
            default: self = .passedOn
            }
        }
    }

    /// From the environment, without querying tmux.
    init(_ variables: [String: String]) {
        let type = variables["TERM"] ?? ""
        if variables["TMUX"] != nil {
            self = .tmux(.unknown)
        } else if variables["STY"] != nil || type.hasPrefix("screen") {
            self = .screen
        } else if type == "linux" || ["vt1", "vt2", "vt3", "vt4", "vt5"].contains(where: type.hasPrefix) {
            self = .none(type)
        } else {
            self = .direct
        }
    }

    /// The same after querying tmux. Blocks.
    func asked(_ variables: [String: String]) -> ClipboardWay {
        guard case .tmux = self else { return self }
        func option(_ words: String...) -> String? {
            ShortCommand.output(["tmux", "show-options"] + words, variables: variables)
        }
        return .tmux(
            Tmux(
                clipboard: option("-s", "-v", "set-clipboard"),
                passthrough: option("-A", "-p", "-v", "allow-passthrough")))
    }

    /// Why the sequence cannot reach a clipboard; nil when it may.
    var refusal: String? {
        switch self {
        case .none(let type): "a terminal of TERM=\(type) has no clipboard"
        case .tmux(.dropped):
            "tmux drops what is sent to the clipboard; allow it with: tmux set -s set-clipboard on"
        default: nil
        }
    }

    /// A hint for a user who does not find the text in the clipboard, or does not want it elsewhere.
    var remark: String {
        switch self {
        case .direct, .none: "OSC 52; not every terminal takes it"
        case .tmux(.keptAndPassedOn): "OSC 52; tmux also keeps it in a buffer, which is not wiped"
        case .tmux(.passedOn): "OSC 52 through tmux; not every terminal takes it"
        case .tmux: "OSC 52; tmux needs allow-passthrough or set-clipboard on"
        case .screen: "OSC 52 through screen; not every terminal takes it"
        }
    }
}
