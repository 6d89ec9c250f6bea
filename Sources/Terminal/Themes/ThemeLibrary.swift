public import Failures
import LocalFiles
public import TOML
public import TerminalUI

/// All themes: the shipped ones and the user's own. A user's theme wins over a shipped one with the same name.
public struct ThemeLibrary: Sendable {
    private let folder: String?

    /// A library with a directory of the user's themes, which need not exist.
    public init(folder: String?) {
        self.folder = folder
    }

    /// The name of the default theme.
    public static let defaultName = "default"

    /// The name of the theme without colours.
    public static let colorlessName = "mono"

    /// All names: the shipped themes in the order of the theme picker, then the user's.
    public var names: [String] {
        let shipped = ShippedThemes.names
        return shipped + folders.names.filter { !shipped.contains($0) }
    }

    public func contains(_ name: String) -> Bool {
        folders.source(name) != nil
    }

    /// The path of the user's theme with that name; nil for a shipped theme.
    public func file(of name: String) -> String? {
        guard case .file(let path) = folders.source(name) else { return nil }
        return path
    }

    /// A theme for a terminal, with the issues of its file and its ancestors. A missing theme is replaced by `default`.
    /// Without colours the theme is always `mono`, which uses attributes only.
    public func load(_ name: String, depth: ColorDepth) -> (theme: Theme, issues: [SourceIssue]) {
        let isMono = depth == .mono
        let resolved = resolve(isMono ? Self.colorlessName : name)
        let missing = isMono && !contains(name) ? [missing(name)] : []
        return (resolved.theme(at: depth), missing + resolved.issues)
    }

    /// A theme with its ancestors, for inspection.
    public func resolve(_ name: String) -> ResolvedTheme {
        guard let source = folders.source(name) else {
            let instead = ThemeSource.shipped(Self.defaultName)
            let family = ThemeFamily(of: folders.read(instead), at: instead, in: folders)
            return ResolvedTheme(name: Self.defaultName, family, also: [missing(name)])
        }
        return ResolvedTheme(name: name, ThemeFamily(of: folders.read(source), at: source, in: folders))
    }

    /// Reads a theme file at any path. Its ancestors are searched in its own directory first.
    ///
    /// - Throws: A `Failure` when the file cannot be read or is too large.
    public func resolve(file path: String) throws(Failure) -> ResolvedTheme {
        guard let bytes = try BoundedFile.read(path, limit: ThemeFile.largestByteCount) else {
            throw Failure(.noInput, "there is no file \(path)", next: "quarterdeck themes list")
        }
        let source = ThemeSource.file(path)
        let around = ThemeFolders(paths: [FilePath.parent(of: path).directory] + folders.paths)
        return ResolvedTheme(
            name: source.name, ThemeFamily(of: ThemeFile(reading: bytes, file: path), at: source, in: around))
    }

    private var folders: ThemeFolders { ThemeFolders(paths: folder.map { [$0] } ?? []) }

    private func missing(_ name: String) -> SourceIssue {
        SourceIssue(
            file: ThemeSource.file((folder ?? "themes") + "/" + ThemeIssues.short(name) + ".toml").file,
            position: SourcePosition(line: 1, column: 1), message: "there is no such theme",
            suggestion: Suggestion.nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
                ?? "quarterdeck themes list")
    }
}
