import Failures
import LocalFiles
import TOML

/// Where themes are searched: directories first, then what is built in.
struct ThemeFolders {
    /// Directories of `NAME.toml`; the first one that has a name wins.
    let paths: [String]

    /// The most files of a directory that are looked at.
    private static let mostFiles = 1_000

    /// The names of the themes in the directories, sorted.
    var names: [String] {
        let files = paths.flatMap { DirectoryListing.names($0, atMost: Self.mostFiles) }
        let names = files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }
        return Set(names.filter(ThemeSource.isName)).sorted()
    }

    /// What a name stands for. A theme that inherits its own name means the one that it stands in front of, which is why
    /// the sources that were `used` are passed over.
    func source(_ name: String, notAmong used: [ThemeSource] = []) -> ThemeSource? {
        guard ThemeSource.isName(name) else { return nil }
        let files = paths.map { ThemeSource.file($0 + "/" + name + ".toml") }
        if let file = files.first(where: { !used.contains($0) && FilePath.resolved($0.file) != nil }) { return file }
        let shipped = ThemeSource.shipped(name)
        return !used.contains(shipped) && ShippedThemes.names.contains(name) ? shipped : nil
    }

    /// A theme's own text, read.
    func read(_ source: ThemeSource) -> ThemeFile {
        switch source {
        case .shipped(let name): return ThemeFile(reading: ShippedThemes.text(of: name) ?? [], file: source.file)
        case .file(let path):
            do throws(Failure) {
                return ThemeFile(
                    reading: try BoundedFile.read(path, limit: ThemeFile.largestByteCount) ?? [], file: path)
            } catch {
                return ThemeFile(unreadable: error, file: path)
            }
        }
    }
}
