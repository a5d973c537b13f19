BEGIN TRANSACTION;
CREATE TABLE answer_runs (
	id VARCHAR(32) NOT NULL, 
	questionnaire VARCHAR(64) NOT NULL, 
	started_at VARCHAR(40) NOT NULL, 
	run BLOB NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE answers (
	questionnaire VARCHAR(64) NOT NULL, 
	question_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	run VARCHAR(32) NOT NULL, 
	answer TEXT NOT NULL, 
	PRIMARY KEY (questionnaire, question_id)
);
INSERT INTO "answers" VALUES('ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff','q1',0,'','{"id":"q1","question":"Is MFA required?","verdict":"yes","text":"Yes.","abstained":false,"confidence":0.9,"citations":[],"section":"","missing":"","source":"none","criteria":[],"status":"draft","warnings":[],"sensitivity":"internal","freshness":"undated","run":""}');
CREATE TABLE calls (
	id INTEGER NOT NULL, 
	run VARCHAR(32) NOT NULL, 
	at VARCHAR(40) NOT NULL, 
	model TEXT NOT NULL, 
	prompt TEXT NOT NULL, 
	way VARCHAR(32) NOT NULL, 
	outcome VARCHAR(16) NOT NULL, 
	seconds FLOAT NOT NULL, 
	tokens_in INTEGER, 
	tokens_out INTEGER, 
	error TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE documents (
	id VARCHAR(16) NOT NULL, 
	path TEXT NOT NULL, 
	head TEXT NOT NULL, 
	body BLOB NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(path) REFERENCES files (path) ON DELETE CASCADE
);
INSERT INTO "documents" VALUES('cd53630be2fc95b2','access-policy.md','{"id":"cd53630be2fc95b2","path":"access-policy.md","sha256":"90f2de574c76dafa8264e56d0fed27699042fb04c96d004d2c1ebdfa346d98db","media_type":"text/markdown","kind":"policy","title":"Access Control Policy","text":"","blocks":[],"member":null,"tables":[],"dates":{"effective":null,"captured":null,"ingested":"2026-07-01T09:00:00Z","effective_from":null},"notes":[{"kind":"stub","detail":"only 7 words below its head","locator":{"page":null,"line_start":1,"line_end":3,"section":null,"sheet":null,"row_start":null,"row_end":null,"member":null,"bbox":null},"quote":"# Access Control Policy\n\nMulti-factor authentication is required for every user."},{"kind":"unapproved","detail":"names no approver and no approval date","locator":null,"quote":null},{"kind":"undated","detail":"states no date that it speaks for or was made on","locator":null,"quote":null}],"words":[],"pages":null}',X'7801B551C14EC3300CFD95C85C03DA8690506E88F324EE14A124F5D688CC81C4659BAAFE3B6EDA8D2B176E7EB69FDF7BC9008C27060337EAC97B2C453D27E29CA27A4931F873430D6DFBC8E176673DA7AC6CCF1D12076F392452A1A88C5F7DC8D8AA9D8CF11BF359F505F35D43A0C1C5E43F0A98D7010ADB2C4A2B0D482D98CDBD06195A390A66804FBB4730D4C728ED40F8BEACAF175839020AFA49F8B25A3A44393AF3723A5E68BF8D4A9CE1010F0E456D46CEA5D35C8F1A24B1C84387B60DB417E351924430EB515F9D6F1E16EB8F92E10FD6A7805392EA40C0FF5AAFFF78F5BD1ADF34B07511A7C797FA98725BCBF10742D9AA8B');
CREATE TABLE files (
	path TEXT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	size BIGINT NOT NULL, 
	"indexed" BOOLEAN NOT NULL, 
	failures TEXT NOT NULL, 
	PRIMARY KEY (path)
);
INSERT INTO "files" VALUES('access-policy.md','90f2de574c76dafa8264e56d0fed27699042fb04c96d004d2c1ebdfa346d98db',80,0,'[]');
CREATE TABLE layouts (
	layout VARCHAR(64) NOT NULL, 
	maps TEXT NOT NULL, 
	PRIMARY KEY (layout)
);
CREATE TABLE library_answers (
	id VARCHAR(16) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	answer TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "library_answers" VALUES('a1','approved','{"id":"a1","question":"Is MFA required?","verdict":"yes","text":"Yes.","owner":"Ana Lima","approved_on":"2026-07-01","review_on":"2027-07-01","citations":[],"sources":[],"sensitivity":"internal","product":"","origin":"","sent_in":[],"status":"approved","version":1,"replaces":""}');
CREATE TABLE library_events (
	number INTEGER NOT NULL, 
	answer_id VARCHAR(16) NOT NULL, 
	action VARCHAR(16) NOT NULL, 
	who TEXT NOT NULL, 
	day VARCHAR(10) NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (number), 
	FOREIGN KEY(answer_id) REFERENCES library_answers (id)
);
INSERT INTO "library_events" VALUES(1,'a1','approved','Ana Lima','2026-07-01','');
CREATE TABLE library_sent (
	answer_id VARCHAR(16) NOT NULL, 
	questionnaire TEXT NOT NULL, 
	day VARCHAR(10) NOT NULL, 
	PRIMARY KEY (answer_id, questionnaire), 
	FOREIGN KEY(answer_id) REFERENCES library_answers (id)
);
CREATE TABLE meta (
	"key" VARCHAR(64) NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','1');
INSERT INTO "meta" VALUES('embedder','test');
CREATE TABLE passages (
	id VARCHAR(16) NOT NULL, 
	document_id VARCHAR(16) NOT NULL, 
	ordinal INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	heading TEXT NOT NULL, 
	locator TEXT NOT NULL, 
	text_hash VARCHAR(64) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
INSERT INTO "passages" VALUES('6757be5d7a5b5c97','cd53630be2fc95b2',0,0,80,'# Access Control Policy

Multi-factor authentication is required for every user.','Access Control Policy','{"page":null,"line_start":1,"line_end":3,"section":null,"sheet":null,"row_start":null,"row_end":null,"member":null,"bbox":null}','e02add095c5d1e3f1807342c58e14d6129c37c307bfbd85227317a5ad3c9f33d');
CREATE TABLE proposals (
	document_id VARCHAR(16) NOT NULL, 
	judged_by VARCHAR(64) NOT NULL, 
	links TEXT NOT NULL, 
	PRIMARY KEY (document_id), 
	FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE TABLE reviews (
	number INTEGER NOT NULL, 
	questionnaire VARCHAR(64) NOT NULL, 
	question_id TEXT NOT NULL, 
	review TEXT NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "reviews" VALUES(1,'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff','q1','{"questionnaire":"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff","answer":{"id":"q1","question":"Is MFA required?","verdict":"yes","text":"Yes.","abstained":false,"confidence":0.9,"citations":[],"section":"","missing":"","source":"none","criteria":[],"status":"draft","warnings":[],"sensitivity":"internal","freshness":"undated","run":""},"decision":"approve","reviewer":"Ana Lima","at":"2026-07-01T09:00:00Z","reason":""}');
CREATE TABLE runs (
	id VARCHAR(32) NOT NULL, 
	started_at VARCHAR(40) NOT NULL, 
	inputs VARCHAR(64) NOT NULL, 
	result BLOB NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE turns (
	session VARCHAR(64) NOT NULL, 
	number INTEGER NOT NULL, 
	turn TEXT NOT NULL, 
	PRIMARY KEY (session, number)
);
INSERT INTO "turns" VALUES('s1',1,'{"session":"s1","number":1,"question":"Is MFA required?","answer":{"id":"q1","question":"Is MFA required?","verdict":"yes","text":"Yes.","abstained":false,"confidence":0.9,"citations":[],"section":"","missing":"","source":"none","criteria":[],"status":"draft","warnings":[],"sensitivity":"internal","freshness":"undated","run":""},"at":"2026-07-01T09:00:00Z"}');
CREATE TABLE vectors (
	text_hash VARCHAR(64) NOT NULL, 
	vector BLOB NOT NULL, 
	PRIMARY KEY (text_hash)
);
CREATE INDEX runs_by_inputs ON runs (inputs);
CREATE INDEX reviews_by_question ON reviews (questionnaire, question_id);
CREATE INDEX calls_by_run ON calls (run);
CREATE INDEX documents_by_path ON documents (path);
CREATE INDEX library_events_by_answer ON library_events (answer_id);
CREATE INDEX passages_by_document ON passages (document_id, ordinal);
COMMIT;
