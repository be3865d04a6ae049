/* dump of
   a test */
-- comment
# as MySQL has it
DROP TABLE IF EXISTS `old`;
create temporary table if not exists "s"."two words" (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT, -- number
  `name` varchar(80) default 'it''s, (b' collate "C" comment 'x, y',
  price DECIMAL(10, 2) UNSIGNED NOT NULL DEFAULT 0.00 CHECK (price >= 0 AND (price < 9)),
  at timestamp without time zone DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  kind ENUM('a','b') DEFAULT NULL
  , tags text[] -- comma first
  , untyped,
  total numeric GENERATED ALWAYS AS (price * 2) STORED,
  parent int CONSTRAINT fk_parent REFERENCES other (id) ON DELETE SET NULL,
  CONSTRAINT pk PRIMARY KEY (id, "name"),
  FOREIGN KEY (parent) REFERENCES other (id) ON DELETE CASCADE,
  UNIQUE KEY `u` (`name`),
  KEY `k` (`at`,`kind`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE [dbo].[Item](
	[Id] [int] IDENTITY(1,1) NOT NULL,
	[Note] [nvarchar](max) NULL
) ON [PRIMARY]
GO
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON ONLY s.t USING btree (a, lower(b)) WHERE a > 0;
create or replace view v (one, two) as
  select a, b /* within */
  from t where c = 'x;';
insert into other (id, name) values (1, 'one'), -- first
  (2, null),
  (-3, concat('a', "b")) ON CONFLICT DO NOTHING;
INSERT INTO t SELECT * FROM u;
ALTER TABLE ONLY t ADD CONSTRAINT c CHECK (a <> '');
COMMENT ON TABLE t IS 'first line
and the second';
CREATE FUNCTION f(a int) RETURNS int AS $body$
BEGIN
  RETURN a; -- 'no string
END;
$body$ LANGUAGE plpgsql;
CREATE TABLE part PARTITION OF t FOR VALUES FROM (1) TO (10);
GRANT ALL ON t TO public;
