/// The meaning of a cluster's environment, whatever its name.
public enum Environment: Sendable, Equatable {
    case production, staging, development, other

    public init(_ word: String) {
        switch word.lowercased() {
        case "production", "prod", "prd", "live": self = .production
        case "staging", "stage", "stg", "qa", "test", "uat", "preprod", "pre-production": self = .staging
        case "development", "dev", "sandbox", "local", "demo": self = .development
        default: self = .other
        }
    }

    /// The label in tables: short, and production in capitals, so that it is visible without colours.
    public static func label(_ word: String) -> String {
        switch word.lowercased() {
        case "production", "prod", "prd": "PROD"
        case "staging": "stg"
        case "development": "dev"
        default: Environment(word) == .production ? word.uppercased() : word
        }
    }
}
