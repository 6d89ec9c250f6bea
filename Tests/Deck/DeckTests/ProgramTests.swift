import Testing

@testable import Deck

/// What is typed to hand a cluster to.
@Suite struct ProgramTests {
    @Test(arguments: [
        "psql", "mysql", "/usr/bin/mariadb", "psql -U jane", "psql -d harbor", "mysql --table", "psql --no-psqlrc",
    ])
    func `a client that is talked to leaves nothing behind`(text: String) {
        #expect(ProgramWords(text).isClient)
    }

    @Test(arguments: [
        "psql -c x", "psql -Atc x", "psql --command=x", "psql --com x", "mysql -e x", "mysql -Be x", "psql -f x.sql",
        "psql -l", "psql --version", "pg_dump -s", "psql < x.sql", "psql | less", "mysqldump", "psql; psql", "ls", "",
    ])
    func `what any other program leaves behind has to be read`(text: String) {
        #expect(!ProgramWords(text).isClient)
    }

    @Test(arguments: [
        ("pg_dump -s", "pg_dump"), ("/usr/bin/pg_dump -s | less", "pg_dump"), ("PAGER=cat psql -l", "psql"),
        ("psql -c 'select 1'", "psql"), ("", "sh"), ("X=1", "sh"),
    ])
    func `a program is told by its own name, whatever runs it`(text: String, name: String) {
        #expect(ProgramWords(text).program == name)
    }
}
