import Profiles
import TOML
import Testing

@Suite struct ColumnSettingTests {
    private func read(_ text: String) -> (columns: [TableColumn]?, issues: [String]) {
        let (settings, issues) = Settings.read(
            Array(text.utf8), file: "settings.toml", formats: ["raw"], themes: ["nord"])
        return (settings.columns, issues.map { "\($0.place): \($0.message); \($0.suggestion ?? "")" })
    }

    @Test func `the columns are chosen and ordered`() {
        let (columns, issues) = read("columns = [\"token\", \"name\", \"endpoint\"]\n")
        #expect(columns == [.token, .name, .endpoint])
        #expect(issues.isEmpty)
        #expect(read("").columns == nil)
    }

    @Test func `every column has a name`() {
        let names = TableColumn.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        let (columns, issues) = read("columns = [\(names)]\n")
        #expect(columns == TableColumn.allCases)
        #expect(issues.isEmpty)
    }

    @Test func `the name column always stays`() {
        #expect(read("columns = [\"token\"]").columns == [.name, .token])
        #expect(read("columns = [\"environment\", \"token\"]").columns == [.environment, .name, .token])
        #expect(read("columns = []").columns == [.name])
    }

    @Test func `an unknown column is reported with its position and a suggestion`() {
        let (columns, issues) = read("theme = \"nord\"\ncolumns = [\"name\", \"tokne\", \"zzzzzzzz\", \"last\"]\n")
        #expect(columns == [.name, .last])
        #expect(issues.count == 2)
        #expect(
            issues.first
                == "settings.toml:2:20: `columns` names the unknown column \"tokne\"; did you mean \"token\"?")
        #expect(issues.last?.hasPrefix("settings.toml:2:29: `columns` names the unknown column") == true)
        #expect(issues.last?.contains("the columns are environment, name, engine") == true)
    }

    @Test func `a column named twice and a value of another kind are reported`() {
        let (columns, issues) = read("columns = [\"name\", \"token\", \"name\"]\n")
        #expect(columns == [.name, .token])
        #expect(issues == ["settings.toml:1:29: `columns` names \"name\" twice; leave one out"])
        #expect(read("columns = \"name\"").columns == nil)
        #expect(read("columns = \"name\"").issues.count == 1)
        #expect(read("columns = [1, \"user\"]").columns == [.name, .user])
        #expect(read("columns = [1, \"user\"]").issues.count == 1)
    }
}
