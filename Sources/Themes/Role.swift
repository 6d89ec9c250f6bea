/// What a part of the screen means; a theme gives each meaning a look.
///
/// A theme's style for `token` holds for `token.expiring` as well, unless it has one for that: the longest name wins.
public enum Role: String, Sendable, CaseIterable {
    case text
    case textDim = "text.dim"
    case textStrong = "text.strong"
    case header
    case headerIdentity = "header.identity"
    case headerWarning = "header.warning"
    case headerClock = "header.clock"
    case heading
    case headingSorted = "heading.sorted"
    case rowCursor = "row.cursor"
    case rowCursorBar = "row.cursor.bar"
    case rowMarked = "row.marked"
    case rowBroken = "row.broken"
    case match
    case environmentStaging = "environment.staging"
    case environmentDevelopment = "environment.development"
    case environmentOther = "environment.other"
    case tokenNone = "token.none"
    case tokenSigning = "token.signing"
    case tokenFresh = "token.fresh"
    case tokenExpiring = "token.expiring"
    case tokenExpired = "token.expired"
    case tokenFailed = "token.failed"
    case tokenLimited = "token.limited"
    case messageInfo = "message.info"
    case messageWarning = "message.warning"
    case messageError = "message.error"
    case hintKey = "hint.key"
    case hintText = "hint.text"
    case frame
    case frameTitle = "frame.title"
    case label
    case prompt
    case promptInput = "prompt.input"
    case menu
    case menuSelected = "menu.selected"
    case menuKey = "menu.key"
    case menuDetail = "menu.detail"

    /// What it means, one line for those who make themes.
    public var meaning: String {
        switch self {
        case .text: "everything that has no meaning of its own"
        case .textDim: "what may be passed over: units, places, what is not set"
        case .textStrong: "names, and what the eye should find"
        case .header: "the first line"
        case .headerIdentity: "who AWS thinks you are"
        case .headerWarning: "in the first line: credentials that end before a token does, or have ended"
        case .headerClock: "the time of day"
        case .heading: "the titles of the columns"
        case .headingSorted: "the title of the column that the table is sorted by"
        case .rowCursor: "the row under the cursor: a background that the text of every row can be read on"
        case .rowCursorBar: "the bar at the left of that row"
        case .rowMarked: "the sign and the name of a marked row"
        case .rowBroken: "a cluster that cannot be used, and why"
        case .match: "what the filter found"
        case .environmentStaging: "an environment called staging, stage, stg, qa, test or uat"
        case .environmentDevelopment: "an environment called development, dev, sandbox or local"
        case .environmentOther: "any other environment; production has a look that no theme changes"
        case .tokenNone: "no token yet"
        case .tokenSigning: "a token is being signed"
        case .tokenFresh: "a token that is good for new logins"
        case .tokenExpiring: "one with less than two minutes left"
        case .tokenExpired: "one that has ended"
        case .tokenFailed: "signing failed"
        case .tokenLimited: "a token that ends early, with its credentials"
        case .messageInfo: "a message that something was done"
        case .messageWarning: "a message to think about"
        case .messageError: "a message that something failed"
        case .hintKey: "a key in the last line"
        case .hintText: "what that key does"
        case .frame: "lines between panes and around dialogs"
        case .frameTitle: "the title in such a line"
        case .label: "the name of a field"
        case .prompt: "what is asked for"
        case .promptInput: "what is typed"
        case .menu: "the body of a dialog"
        case .menuSelected: "the chosen line of a dialog"
        case .menuKey: "a key in a dialog"
        case .menuDetail: "the explanation beside a line of a dialog"
        }
    }
}
