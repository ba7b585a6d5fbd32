-- The files of Discourse Network Analyzer 3 are SQLite databases; this is what is read of them.

-- statements --
-- Every statement, of whatever type, with what its coder chose; in the order of the documents.
select s.ID as statement_id, s.DocumentId as document_id, s.Start as start, s.Stop as stop,
    t.Label as type, c.Name as coder, d.Title as document_title, date(d.Date, 'unixepoch') as date,
    (select e.Value from DATASHORTTEXT x join ENTITIES e on e.ID = x.Entity join VARIABLES v on v.ID = x.VariableId
      where x.StatementId = s.ID and v.Variable = 'person') as person,
    (select e.Value from DATASHORTTEXT x join ENTITIES e on e.ID = x.Entity join VARIABLES v on v.ID = x.VariableId
      where x.StatementId = s.ID and v.Variable = 'organization') as organization,
    (select e.Value from DATASHORTTEXT x join ENTITIES e on e.ID = x.Entity join VARIABLES v on v.ID = x.VariableId
      where x.StatementId = s.ID and v.Variable = 'concept') as concept,
    (select x.Value from DATABOOLEAN x join VARIABLES v on v.ID = x.VariableId
      where x.StatementId = s.ID and v.Variable = 'agreement') as agreement,
    exists (select from_type.ID from VARIABLES from_type
      where from_type.StatementTypeId = s.StatementTypeId and from_type.Variable = 'agreement') as is_coded
  from STATEMENTS s
    left join STATEMENTTYPES t on t.ID = s.StatementTypeId
    left join CODERS c on c.ID = s.Coder
    left join DOCUMENTS d on d.ID = s.DocumentId
  order by s.DocumentId, s.Start, s.ID

-- document --
-- One document.
select Text as document, Author as byline, Source as publisher from DOCUMENTS where ID = ?

-- length --
-- How many statements there are.
select count(*) from STATEMENTS
