extension ServerFacts {
    /// The schemas in which PostgreSQL searches an unqualified name, in order: the schema of temporary tables, then the
    /// setting's schemas, whether they exist or not; nil when unknown. Source: PostgreSQL's documentation,
    /// `search_path`.
    public var searchedSchemas: [String]? {
        guard let searchPath else { return nil }
        var schemas = temporarySchema.map { [$0] } ?? []
        var (name, isQuoted, wasQuoted) = ("", false, false)
        func take() {
            let plain = wasQuoted ? name : CatalogLookup.lowered(String(name.split(separator: " ").first ?? ""))
            let schema = plain == "$user" ? user ?? "" : plain
            if !schema.isEmpty, schema != "pg_catalog", !schemas.contains(schema) { schemas.append(schema) }
            (name, isQuoted, wasQuoted) = ("", false, false)
        }
        for character in searchPath.unicodeScalars {
            switch character {
            case "\"":
                // A doubled quote is one character.
                if !isQuoted, wasQuoted { name.unicodeScalars.append(character) }
                if !isQuoted, !wasQuoted { name = "" }
                isQuoted.toggle()
                wasQuoted = true
            case "," where !isQuoted: take()
            case " " where !isQuoted && wasQuoted: break
            default: name.unicodeScalars.append(character)
            }
        }
        take()
        return schemas
    }
}
