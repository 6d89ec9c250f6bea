import Profiles
import Testing

@Suite struct SettingsPlaceTests {
    private func read(_ text: String) -> (settings: Settings, issues: Int) {
        let (settings, issues) = Settings.read(
            Array(text.utf8), file: "settings.toml", formats: ["raw"], themes: ["nord"])
        return (settings, issues.count)
    }

    @Test func `keys have their positions`() {
        let (settings, issues) = read("theme = \"nord\"\n[keys]\nfresh = \"K\"\nquit = [\"q\", \"F9\"]\n")
        #expect(settings.keys == ["fresh": ["K"], "quit": ["q", "F9"]])
        #expect(settings.keyPlaces == ["fresh": "settings.toml:3:1", "quit": "settings.toml:4:1"])
        #expect(settings.isReadable && issues == 0)
    }

    @Test func `a text that is not TOML is distinguished from one without settings`() {
        #expect(!read("theme = \"no").settings.isReadable)
        #expect(read("").settings.isReadable)
        #expect(read("theme = \"no such\"").settings.isReadable)
    }
}
