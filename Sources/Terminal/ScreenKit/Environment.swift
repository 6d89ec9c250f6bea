/// What a cluster's environment means, whatever it is called.
public enum Environment: Sendable, Equatable {
    case production, staging, development, other

    /// The meaning of a word.
    public init(_ word: String) {
        switch word.lowercased() {
        case "production", "prod", "prd", "live": self = .production
        case "staging", "stage", "stg", "qa", "test", "uat", "preprod", "pre-production": self = .staging
        case "development", "dev", "sandbox", "local", "demo": self = .development
        default: self = .other
        }
    }

    /// The word as the table shows it: short, and production in capitals, so that it is seen without colours.
    public static func label(_ word: String) -> String {
        switch word.lowercased() {
        case "production", "prod", "prd": "PROD"
        case "staging": "stg"
        case "development": "dev"
        default: Environment(word) == .production ? word.uppercased() : word
        }
    }
}
