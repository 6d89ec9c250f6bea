public import TOML
public import TerminalUI

/// A theme with its inherited styles, independent of a terminal.
public struct ResolvedTheme: Sendable {
    public let name: String
    /// The theme's own description.
    public let about: String?
    /// The expected background.
    public let backdrop: Backdrop
    /// The issues of its file and its ancestors, without contrast.
    public let issues: [SourceIssue]

    /// The path of the theme's own file, for issues.
    let file: String
    private let isTOML: Bool
    /// The minimum contrast that the theme promises for all text.
    let contrast: Int?
    let palette: [String: ThemeFile.Entry]
    /// The resolved styles by role name.
    let styles: [String: ResolvedStyle]

    init(name: String, _ family: ThemeFamily, also: [SourceIssue] = []) {
        self.name = name
        file = family.files.first?.file ?? ""
        isTOML = family.files.first?.isTOML ?? false
        about = family.files.first?.about
        backdrop = family.files.lazy.compactMap(\.backdrop).first ?? .any
        contrast = family.files.lazy.compactMap(\.contrast).first
        var palette: [String: ThemeFile.Entry] = [:]
        var factories: [String: StyleDefinition] = [:]
        for file in family.files {
            palette.merge(file.palette) { own, _ in own }
            factories.merge(file.styles) { own, _ in own }
        }
        self.palette = palette
        var unknown: [SourceIssue] = []
        let colors = palette.mapValues(\.color)
        styles = factories.mapValues { ResolvedStyle($0, palette: colors, &unknown) }
        let inOrder = unknown.sorted { ($0.file, $0.position) < ($1.file, $1.position) }
        issues = also + family.issues + inOrder
    }

    /// All issues, including contrast if the file is TOML.
    public var allIssues: [SourceIssue] { isTOML ? issues + ContrastCheck(self).issues : issues }

    /// The theme for a terminal of that colour depth.
    public func theme(at depth: ColorDepth) -> Theme {
        let looks = styles.mapValues { $0.style(at: depth) }
        return Theme(name: name) { looks[styleName(of: $0) ?? ""] ?? .plain }
    }

    /// The longest name with a style for a role; nil when even `text` has none.
    func styleName(of role: Role) -> String? {
        RoleName.lookup(role.rawValue).first { styles[$0] != nil }
    }
}
