import Failures
import ScreenKit
import TerminalUI
import Themes

/// What the deck shows when there is no cluster: why, and the ways to get one.
struct EmptyDeckText {
    /// A way to get clusters.
    struct Choice {
        let key: String
        let name: String
        let help: String
    }

    let reason: [(String, Role)]
    let choices: [Choice]

    init(_ state: DeckState) {
        let failure = state.profileFailure
        let isMissing = failure?.status == .noInput
        if let failure {
            // The keys say what to do about a missing file.
            let advice = isMissing ? nil : failure.next.map { ("try: " + $0, Role.text) }
            reason =
                [(failure.what, isMissing ? .messageWarning : .messageError)]
                + [failure.why.map { ("why: " + $0, .text) }, advice].compactMap(\.self)
        } else {
            reason = [("\(state.profilePath) has no clusters yet", .messageWarning)]
        }
        let edit: [(Action, String, String)] =
            isMissing
            ? [
                (.edit, "init", "answer a few questions; init writes the profile file and checks the first login"),
                (.editFile, "edit", "write the profile file yourself, in $EDITOR"),
            ] : [(.edit, "edit", "edit the profile file in $EDITOR: a cluster is a [clusters.NAME] table")]
        let all =
            edit + [
                (.discover, "discover", "find the clusters of your AWS account and choose those to add"),
                (.demo, "demo", "try everything on private servers, without an AWS account"),
            ]
        choices = all.compactMap { action, name, help in
            state.keymap.label(of: action).map { Choice(key: $0, name: name, help: help) }
        }
    }

    /// The columns of the widest key.
    var keyWidth: Int { choices.map { DisplayWidth.of($0.key) }.max() ?? 0 }
}
