/// Names of columns, settings, headers and parameters with secret values.
enum SecretNames {
    /// Whether a name is or ends in a word for a secret.
    ///
    /// - Parameter isProse: Whether it may be a word in a sentence; then short words do not count.
    static func contain(_ name: some Collection<UInt8>, isProse: Bool = false) -> Bool {
        guard name.count >= 2, name.count <= 256 else { return false }
        let name = name.map { $0 == 0x2D || $0 == 0x2E ? 0x5F : $0 &- 65 < 26 ? $0 | 32 : $0 }
        for word in inner where name.count >= word.count {
            if (0...(name.count - word.count)).contains(where: { name[$0...].starts(with: word) }) { return true }
        }
        if endings.contains(where: { name.count >= $0.count && name.suffix($0.count).elementsEqual($0) }) {
            return true
        }
        let parts = name.split(separator: 0x5F)
        guard !isProse, let last = parts.last else { return false }
        let word = String(decoding: last, as: UTF8.self)
        if alone.contains(word) || word.hasSuffix("pass") && !passes.contains(word) { return true }
        // `pw_hash`, `user_pwd_new`
        return parts.dropLast().contains { ["pw", "pwd"].contains(String(decoding: $0, as: UTF8.self)) }
    }

    /// Whether a name has to do with secrets without having a secret value.
    static func areHarmless(_ name: String) -> Bool {
        harmless.contains(name) || name.hasPrefix("validate_password")
    }

    /// Words that make any name secret that contains them.
    private static let inner = [
        "password", "passwd", "passphrase", "passcode", "authorization", "authentication_string", "clientsecret",
    ].map { Array($0.utf8) }

    /// Suffixes of secret names.
    private static let endings = [
        "secret", "secrets", "token", "apikey", "api_key", "access_key", "access_key_id", "secret_key", "private_key",
        "accesskey", "secretkey", "privatekey", "signing_key", "signingkey", "hmac_key", "hmackey", "hmac",
        "encryption_key", "encryptionkey", "encrypt_key", "enc_key", "master_key", "auth_key", "authkey", "session_key",
        "shared_key", "account_key", "accountkey", "storage_key", "webhook_key", "client_key", "service_key",
        "deploy_key", "ssh_key", "wrapping_key", "root_key", "secret_hash", "credential", "credentials", "signature",
        "bearer", "auth_code", "authcode", "auth_string", "recovery_code", "recovery_codes", "backup_code",
        "backup_codes", "otp_seed", "totp_seed", "connection_string", "sas_url", "privkey", "private_pem",
    ].map { Array($0.utf8) }

    /// Words that are a whole name, or its last word.
    private static let alone: Set<String> = [
        "pw", "pwd", "pass", "pin", "otp", "totp", "psk", "cvv", "cvc", "cookie", "cookies", "jwt", "passkey", "creds",
        "passw", "pword", "passwort", "kennwort", "contrasena", "mdp",
    ]

    /// Words that end in "pass" or "pwd" without being a password.
    private static let passes: Set<String> = [
        "bypass", "compass", "encompass", "overpass", "surpass", "trespass", "underpass", "firstpass", "lowpass",
        "highpass",
    ]

    /// Settings whose names contain such a word, but whose values are not secret.
    private static let harmless: Set<String> = [
        "password_encryption", "default_password_lifetime", "password_history", "password_reuse_interval",
        "password_require_current", "password_lock_time", "disconnect_on_expired_password", "old_passwords",
        "password_lifetime", "password_reuse_history", "password_expired", "password_last_changed",
        "password_changed_at", "password_updated_at", "password_set_at", "password_expires_at", "password_policy",
        "password_reset_at", "authentication_policy", "max_password_errors", "strict_password_validation",
    ]
}
