public import TOML

/// The user's own settings, `settings.toml` beside the profile file.
public struct Settings: Sendable {
    /// The path of the clipboard file; nil means the default path. `~` is not yet expanded.
    public var clipboardFile: String?
    /// The name of the token format that `copy` writes.
    public var clipboardFormat: String?
    /// A PEM file of certificate authorities for clusters without their own. `~` is not yet expanded.
    public var authorityFile: String?
    /// A PEM file that replaces Amazon's public roots. `~` is not expanded yet.
    public var publicRoots: String?

    /// The theme's name; nil means the default theme.
    public var theme: String?
    /// Whether the clipboard file is kept when the deck ends; it is removed anyway when its token expires.
    public var keepsClipboard: Bool?
    /// Keys by action name.
    public var keys: [String: [String]] = [:]
    /// The positions of the keys, `FILE:LINE:COLUMN`, by action name.
    public var keyPlaces: [String: String] = [:]
    /// Whether the text was TOML; otherwise no setting was read.
    public var isReadable = true
    /// Whether the deck uses the mouse.
    public var hasMouse: Bool?
    /// The name of the alert for a token that is about to expire.
    public var alert: String?
    /// The name of the SQL editor's key style.
    public var sqlKeys: String?
    /// Memory for results, in MiB.
    public var resultMemory: Int?
    /// The number of seconds after its last connection when a tunnel is closed.
    public var tunnelIdle: Int?
    /// How servers see the user: a pattern, or "off".
    public var identity: String?
    /// Whether sessions on production clusters need a ticket.
    public var requiresTicket: Bool?
    /// Whether the deck renews tokens before they expire.
    public var renewsTokens: Bool?
    /// The columns of the deck's table, in their order.
    public var columns: [TableColumn]?
    /// The text for NULL in results.
    public var nullText: String?
    /// The names of the alerts.
    public static let alerts = ["none", "bell", "notification"]

    /// The maximum size of a settings file in bytes.
    public static var largestByteCount: Int { 1 << 20 }

    /// No settings.
    public init() {}

    /// Parses a settings file. Wrong values are ignored and reported.
    ///
    /// - Parameters:
    ///   - file: The file's name, for the issues.
    ///   - formats: The allowed values of `clipboard.format`.
    ///   - themes: The allowed values of `theme`; evaluated only if the file sets one.
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
        top.refuseKeys(otherThan: [
            "alert", "clipboard", "columns", "identity", "keys", "mouse", "refresh", "require_ticket", "sql", "theme",
            "tls", "tunnel_idle",
        ])
        settings.theme = top.choice("theme", among: themes)
        settings.tunnelIdle = top.integer("tunnel_idle", in: 1...86_400)
        settings.identity = top.string("identity")?.text
        settings.requiresTicket = top.boolean("require_ticket")
        settings.renewsTokens = top.boolean("refresh")
        settings.hasMouse = top.boolean("mouse")
        settings.alert = top.choice("alert", among: { Self.alerts })
        settings.columns = TableColumn.read(&top)
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
            reader.refuseKeys(otherThan: ["ca_file", "public_roots"])
            settings.authorityFile = absolutePath("ca_file", in: tls, &reader)
            settings.publicRoots = absolutePath("public_roots", in: tls, &reader)
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
