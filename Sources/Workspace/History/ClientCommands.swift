/// Client commands with unquoted arguments: `\connect`, `\set`, `\setenv`, `\!`.
enum ClientCommands {
    static func holdSecret(_ statement: String) -> Bool {
        if statement.drop(while: \.isWhitespace).hasPrefix("\\"), SecretText.holdsSecret(statement) { return true }
        return statement.split(whereSeparator: \.isNewline).contains { line in
            let line = line.drop(while: \.isWhitespace)
            guard line.first == "\\" else { return false }
            if SecretText.holdsSecret(String(line)) { return true }
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count >= 3, ["\\set", "\\setenv"].contains(words[0]) else { return false }
            return SecretNames.contain(words[1].lowercased().utf8)
        }
    }
}
