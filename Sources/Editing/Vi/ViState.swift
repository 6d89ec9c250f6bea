/// What vi's keys are for at the moment.
enum ViMode: String, Sendable, Equatable {
    case normal = "NORMAL"
    case insert = "INSERT"
    case replace = "REPLACE"
    case visual = "VISUAL"
    case visualLine = "V-LINE"

    var isVisual: Bool { self == .visual || self == .visualLine }
    var isInsert: Bool { self == .insert || self == .replace }
}

/// What vi's keys have to remember.
struct ViState: Sendable, Equatable {
    var mode = ViMode.insert

    mutating func forgetKeys() {}
    mutating func noteInserted(_ text: String) {}
}
