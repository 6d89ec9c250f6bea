public import TOML

/// A person's own settings, `settings.toml` beside the profile file.
public struct Settings: Sendable {
    /// Where `copy` writes; nil means the default place. `~` is not yet expanded.
    public var clipboardFile: String?
    /// The form in which `copy` writes a token, by its name.
    public var clipboardFormat: String?
    /// A PEM file of certificate authorities for clusters that name none. `~` is not yet expanded.
    public var authorityFile: String?

    /// The theme's name; nil is the default one.
    public var theme: String?
    /// Whether the clipboard file outlives the deck; it goes when its token ends all the same.
    public var keepsClipboard: Bool?
    /// Keys by names of actions.
    public var keys: [String: [String]] = [:]
    /// Where they stand, `FILE:LINE:COLUMN`, by names of actions.
    public var keyPlaces: [String: String] = [:]
    /// Whether the text was TOML at all; otherwise nothing of it was read.
    public var isReadable = true
    /// Whether the deck asks for clicks and the wheel.
    public var hasMouse: Bool?
    /// How attention is drawn to a token that runs out, by name.
    public var alert: String?
    /// Whose keys the SQL editor has, by name.
    public var sqlKeys: String?
    /// Memory for results, in MiB.
    public var resultMemory: Int?
    /// What stands for NULL in a result.
    public var nullText: String?
    /// The ways of that.
    public static let alerts = ["none", "bell", "notification"]

    /// The most bytes that a settings file may have.
    public static var largestByteCount: Int { 1 << 20 }

    /// Nothing set.
    public init() {}

    /// Reads a settings file's text. What is wrong is left out and reported.
    ///
    /// - Parameters:
    ///   - file: The file's name, for the issues.
    ///   - formats: The names that `clipboard.format` may have.
    ///   - themes: The names that `theme` may have; asked for only where one is set.
    public static func read(
        _ bytes: [UInt8], file: String, formats: [String], themes: @autoclosure () -> [String]
    ) -> (settings: Settings, issues: [SourceIssue]) {
        var settings = Settings()
        let root: TOMLTable
        do {
            root = try TOMLDocument(parsing: bytes).root
        } catch {
            settings.isReadable = false
            return (settings, [SourceIssue(file: file, position: error.position, message: error.reason)])
        }
        var top = TableReader(file: file, table: root)
        top.refuseKeys(otherThan: ["alert", "clipboard", "keys", "mouse", "sql", "theme", "tls"])
        settings.theme = top.choice("theme", among: themes)
        settings.hasMouse = top.boolean("mouse")
        settings.alert = top.choice("alert", among: { Self.alerts })
        var issues: [SourceIssue] = []
        if let keys = top.table(named: "keys") {
            var reader = TableReader(file: file, table: keys)
            for entry in keys.entries {
                settings.keys[entry.key] = reader.stringOrStrings(entry.key)
                settings.keyPlaces[entry.key] = SourceIssue(file: file, position: entry.position, message: "").place
            }
            issues += reader.issues
        }
        if let tls = top.table(named: "tls") {
            var reader = TableReader(file: file, table: tls)
            reader.refuseKeys(otherThan: ["ca_file"])
            settings.authorityFile = absolutePath("ca_file", in: tls, &reader)
            issues += reader.issues
        }
        if let sql = top.table(named: "sql") {
            var reader = TableReader(file: file, table: sql)
            reader.refuseKeys(otherThan: ["keys", "memory", "null"])
            settings.sqlKeys = reader.choice("keys", among: { ["emacs", "vi"] })
            settings.resultMemory = reader.integer("memory", in: 1...65_536)
            settings.nullText = reader.string("null")?.text
            issues += reader.issues
        }
        guard let clipboard = top.table(named: "clipboard") else { return (settings, top.issues + issues) }
        var reader = TableReader(file: file, table: clipboard)
        reader.refuseKeys(otherThan: ["file", "format", "keep"])
        settings.clipboardFile = absolutePath("file", in: clipboard, &reader)
        settings.clipboardFormat = reader.choice("format", among: { formats })
        settings.keepsClipboard = reader.boolean("keep")
        return (settings, top.issues + issues + reader.issues)
    }

    private static func absolutePath(_ key: String, in table: TOMLTable, _ reader: inout TableReader) -> String? {
        guard let path = reader.filledString(key), let position = table[key]?.value.position else { return nil }
        if path.hasPrefix("/") || path.hasPrefix("~/") { return path }
        reader.report(
            "`\(key)` is \"\(path)\", it has to be an absolute path", at: position,
            suggestion: "\(key) = \"~/\(path)\"")
        return nil
    }
}
