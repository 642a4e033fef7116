BEGIN TRANSACTION;
CREATE TABLE appearances (
	sequence INTEGER NOT NULL, 
	doc VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	publisher TEXT, 
	url TEXT, 
	published TEXT, 
	how_dated TEXT NOT NULL, 
	recorded VARCHAR(32) NOT NULL, 
	seal VARCHAR(64) NOT NULL, 
	PRIMARY KEY (sequence), 
	FOREIGN KEY(doc) REFERENCES documents (hash)
);
INSERT INTO "appearances" VALUES(1,'ea34d215b0566ffd38e6f2473227135451be9a192a2a0afb4c3d33c005ea94cb','0.txt',NULL,NULL,NULL,'not dated','2025-03-11T12:00:00.000000+00:00','c7bced7ed0a2d1a9750efe12831d1a30176bbfb392753252bc8fd8dd3e0dd2b6');
INSERT INTO "appearances" VALUES(2,'71520fb95a1b85d742ceae0cf2bc1bc1a324a3068d4a0cff78358820ad9b4af7','1.txt',NULL,NULL,NULL,'not dated','2025-03-11T12:00:00.000000+00:00','9c87819b80bc130b0cfb406c132386875076a51dda9f70f46c889e25dab12ece');
INSERT INTO "appearances" VALUES(3,'97b2a5917a11e53c2c04de64921c4864c466c4069b791a4b1d17cb5afe78c9b2','2.txt',NULL,NULL,NULL,'not dated','2025-03-11T12:00:00.000000+00:00','2da7d949bc1b7eea200868b1453e8643731675a40e9322bb860264c6e991be83');
INSERT INTO "appearances" VALUES(4,'a28b71ab790389d205ec5c4fbc521d17e15902e489c609ca89506c5d3fe0adc1','3.txt',NULL,NULL,NULL,'not dated','2025-03-11T12:00:00.000000+00:00','7a87856f46ced44b8bf9190e22ac78da4e99a4a8b0be8f8c38f264f51022b4aa');
INSERT INTO "appearances" VALUES(5,'41875c16aa7952b1f6a71eec7130296f3c314a39a41d4ea4cd402538ca9468e0','4.txt',NULL,NULL,NULL,'not dated','2025-03-11T12:00:00.000000+00:00','997f6a42f3d3cf4848359e3d0c4f115cab576ac1ad9374b93cbc66642eba4da8');
CREATE TABLE documents (
	sequence INTEGER NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	text BLOB NOT NULL, 
	publisher TEXT, 
	title TEXT, 
	url TEXT, 
	language TEXT, 
	kind VARCHAR(20) NOT NULL, 
	published TEXT, 
	how_dated TEXT NOT NULL, 
	byline TEXT, 
	section TEXT, 
	canonical TEXT, 
	updated TEXT, 
	languages TEXT NOT NULL, 
	findings TEXT NOT NULL, 
	furniture TEXT NOT NULL, 
	recorded VARCHAR(32) NOT NULL, 
	seal VARCHAR(64) NOT NULL, 
	PRIMARY KEY (sequence), 
	UNIQUE (hash)
);
INSERT INTO "documents" VALUES(1,'ea34d215b0566ffd38e6f2473227135451be9a192a2a0afb4c3d33c005ea94cb','0.txt',X'5265706F727420302E2054686520536F7574682072656A6563747320746865206272696467652E',NULL,NULL,NULL,NULL,'unknown',NULL,'not dated',NULL,NULL,NULL,NULL,'[]','[]','[]','2025-03-11T12:00:00.000000+00:00','c77df62161f91c5c0ecc0c658e7c39c8145b088a8503d70cba43505d0caa7b31');
INSERT INTO "documents" VALUES(2,'71520fb95a1b85d742ceae0cf2bc1bc1a324a3068d4a0cff78358820ad9b4af7','1.txt',X'5265706F727420312E2054686520536F7574682072656A6563747320746865206272696467652E',NULL,NULL,NULL,NULL,'unknown',NULL,'not dated',NULL,NULL,NULL,NULL,'[]','[]','[]','2025-03-11T12:00:00.000000+00:00','603f6e070204747ab15eb607cee3a1f50c93ff8e7377e50af7cfc98d2de3e82f');
INSERT INTO "documents" VALUES(3,'97b2a5917a11e53c2c04de64921c4864c466c4069b791a4b1d17cb5afe78c9b2','2.txt',X'5265706F727420322E2054686520536F7574682072656A6563747320746865206272696467652E',NULL,NULL,NULL,NULL,'unknown',NULL,'not dated',NULL,NULL,NULL,NULL,'[]','[]','[]','2025-03-11T12:00:00.000000+00:00','a6aec52a3cbea5e1a949cd8e10ef461caf906872faf2eab98f01b55d4b71440e');
INSERT INTO "documents" VALUES(4,'a28b71ab790389d205ec5c4fbc521d17e15902e489c609ca89506c5d3fe0adc1','3.txt',X'5265706F727420332E2054686520536F7574682072656A6563747320746865206272696467652E',NULL,NULL,NULL,NULL,'unknown',NULL,'not dated',NULL,NULL,NULL,NULL,'[]','[]','[]','2025-03-11T12:00:00.000000+00:00','104b798ffc3f54a65428b686a94caccad4863bd355564aae0c3fde0a6137386c');
INSERT INTO "documents" VALUES(5,'41875c16aa7952b1f6a71eec7130296f3c314a39a41d4ea4cd402538ca9468e0','4.txt',X'5265706F727420342E2054686520536F7574682072656A6563747320746865206272696467652E',NULL,NULL,NULL,NULL,'unknown',NULL,'not dated',NULL,NULL,NULL,NULL,'[]','[]','[]','2025-03-11T12:00:00.000000+00:00','f230bf395791a8927da306b9e26190dd75be3de1df5f0b4e67a703d576aaf57a');
CREATE TABLE index_derived (
	step VARCHAR(120) NOT NULL, 
	doc VARCHAR(64) NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (step, doc)
);
CREATE TABLE meta (
	name VARCHAR(40) NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "meta" VALUES('schema','2');
CREATE TABLE problems (
	sequence INTEGER NOT NULL, 
	reading TEXT NOT NULL, 
	code TEXT NOT NULL, 
	place TEXT NOT NULL, 
	message TEXT NOT NULL, 
	remedy TEXT NOT NULL, 
	severity VARCHAR(20) NOT NULL, 
	seal VARCHAR(64) NOT NULL, 
	PRIMARY KEY (sequence), 
	FOREIGN KEY(reading) REFERENCES readings (cache_key)
);
CREATE TABLE readings (
	sequence INTEGER NOT NULL, 
	cache_key TEXT NOT NULL, 
	doc VARCHAR(64) NOT NULL, 
	reader TEXT, 
	recorded VARCHAR(32) NOT NULL, 
	seal VARCHAR(64) NOT NULL, 
	PRIMARY KEY (sequence), 
	UNIQUE (cache_key), 
	FOREIGN KEY(doc) REFERENCES documents (hash)
);
INSERT INTO "readings" VALUES(1,'k0','ea34d215b0566ffd38e6f2473227135451be9a192a2a0afb4c3d33c005ea94cb','person','2025-03-11T12:00:00.000000+00:00','14f613a1f9e143a8d570b4e046da71f524a8fbbb74d6e4ed42df992929fc780c');
INSERT INTO "readings" VALUES(2,'k1','71520fb95a1b85d742ceae0cf2bc1bc1a324a3068d4a0cff78358820ad9b4af7','person','2025-03-11T12:00:00.000000+00:00','432e1f6f7c7f26cc7b43777cfa4f349781413cae375f8686320f0e7c2a9140a5');
INSERT INTO "readings" VALUES(3,'k2','97b2a5917a11e53c2c04de64921c4864c466c4069b791a4b1d17cb5afe78c9b2','person','2025-03-11T12:00:00.000000+00:00','820b32f9935d6566357f468b96d084434724cfc1a2746e8bb28636749a260300');
INSERT INTO "readings" VALUES(4,'k3','a28b71ab790389d205ec5c4fbc521d17e15902e489c609ca89506c5d3fe0adc1','person','2025-03-11T12:00:00.000000+00:00','d2a05251996fb0b3407464a894dc2f2abda594abd6f270501df8a73e70557bf9');
INSERT INTO "readings" VALUES(5,'k4','41875c16aa7952b1f6a71eec7130296f3c314a39a41d4ea4cd402538ca9468e0','person','2025-03-11T12:00:00.000000+00:00','8c736786ce0cc6ab66a5b7a5ba2794a66b930707a53593eb1ef6687a397b82a6');
CREATE TABLE reports (
	sequence INTEGER NOT NULL, 
	doc VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	publisher TEXT, 
	kind VARCHAR(20) NOT NULL, 
	published TEXT, 
	how_dated TEXT NOT NULL, 
	story TEXT, 
	room TEXT, 
	title TEXT, 
	url TEXT, 
	recorded VARCHAR(32) NOT NULL, 
	seal VARCHAR(64) NOT NULL, 
	PRIMARY KEY (sequence), 
	FOREIGN KEY(doc) REFERENCES documents (hash)
);
INSERT INTO "reports" VALUES(1,'ea34d215b0566ffd38e6f2473227135451be9a192a2a0afb4c3d33c005ea94cb','0.txt',NULL,'unknown',NULL,'not dated',NULL,NULL,NULL,NULL,'2025-03-11T12:00:00.000000+00:00','9e79a838f2422f5b35219700a623078b81f7da5d8149f78844ec087c74eec36f');
INSERT INTO "reports" VALUES(2,'71520fb95a1b85d742ceae0cf2bc1bc1a324a3068d4a0cff78358820ad9b4af7','1.txt',NULL,'unknown',NULL,'not dated',NULL,NULL,NULL,NULL,'2025-03-11T12:00:00.000000+00:00','2b425d03ea20bd3206e6a888a34bb7372ca12120f99a575e3997e11352f3f103');
INSERT INTO "reports" VALUES(3,'97b2a5917a11e53c2c04de64921c4864c466c4069b791a4b1d17cb5afe78c9b2','2.txt',NULL,'unknown',NULL,'not dated',NULL,NULL,NULL,NULL,'2025-03-11T12:00:00.000000+00:00','3340e22eeebd59f076431d5b7a9ad5c4de0f2bbca1d36134b13d676b71b2f4da');
INSERT INTO "reports" VALUES(4,'a28b71ab790389d205ec5c4fbc521d17e15902e489c609ca89506c5d3fe0adc1','3.txt',NULL,'unknown',NULL,'not dated',NULL,NULL,NULL,NULL,'2025-03-11T12:00:00.000000+00:00','815dfbc848ec34d2f75950f7b2e075c5ac291fd299e02f23e43a1be15c647603');
INSERT INTO "reports" VALUES(5,'41875c16aa7952b1f6a71eec7130296f3c314a39a41d4ea4cd402538ca9468e0','4.txt',NULL,'unknown',NULL,'not dated',NULL,NULL,NULL,NULL,'2025-03-11T12:00:00.000000+00:00','ae0d3211323bc64cc90910da9ed7fac0322a80fd61bf802de69d08f8f1cbfd40');
CREATE TABLE reviews (
	sequence INTEGER NOT NULL, 
	statement_id VARCHAR(17) NOT NULL, 
	action VARCHAR(20) NOT NULL, 
	reviewer TEXT NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	reason TEXT, 
	changes TEXT NOT NULL, 
	seal VARCHAR(64) NOT NULL, 
	PRIMARY KEY (sequence)
);
INSERT INTO "reviews" VALUES(1,'s5605c0691ef7576a','accept','ana','2025-03-11T12:00:00.000000+00:00',NULL,'{}','8cd27d0d4d9ec8c880cbdaa1a9573dbf469059d04d8da4e5972caefe09f759fe');
INSERT INTO "reviews" VALUES(2,'sd89df46aeb98ca1c','accept','ana','2025-03-11T12:00:00.000000+00:00',NULL,'{}','d726302a79ce8c17f90c189eb9201d11dd158ad4b0f936d3f43e392fdfce9552');
INSERT INTO "reviews" VALUES(3,'s6f862b9e4657e5b7','accept','ana','2025-03-11T12:00:00.000000+00:00',NULL,'{}','d45f9702b3263c404d58f9a9e13f6b6cf708c2b75589c3d05fdfd64691bc2b16');
INSERT INTO "reviews" VALUES(4,'s806bc766643664c1','accept','ana','2025-03-11T12:00:00.000000+00:00',NULL,'{}','8fb1e870ece3853acff5e6d4fa630a068e15a77428c732c92ebe91fa1d443c3f');
INSERT INTO "reviews" VALUES(5,'s41511d434966c150','accept','ana','2025-03-11T12:00:00.000000+00:00',NULL,'{}','c1b5dac816d4d2e2fdb517bf46db536ca74eaac7f82358158547ac0f5f370184');
CREATE TABLE settings (
	sequence INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	recorded VARCHAR(32) NOT NULL, 
	seal VARCHAR(64) NOT NULL, 
	PRIMARY KEY (sequence)
);
INSERT INTO "settings" VALUES(1,'pack','"veldora"','2025-03-11T12:00:00.000000+00:00','f8a078b597ce68724a70cb0cbe42541dda8922e2134c9957587eb59cd595a70a');
CREATE TABLE statements (
	sequence INTEGER NOT NULL, 
	id VARCHAR(17) NOT NULL, 
	doc VARCHAR(64) NOT NULL, 
	reading TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	stop INTEGER NOT NULL, 
	evidence TEXT NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	holder TEXT, 
	stance VARCHAR(20), 
	issue TEXT NOT NULL, 
	option TEXT, 
	instance TEXT, 
	target TEXT, 
	condition TEXT, 
	speaker TEXT, 
	via TEXT NOT NULL, 
	basis VARCHAR(20) NOT NULL, 
	certainty TEXT, 
	date TEXT, 
	stage VARCHAR(20), 
	condition_on TEXT, 
	about TEXT, 
	confidence FLOAT NOT NULL, 
	rules TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	recorded VARCHAR(32) NOT NULL, 
	seal VARCHAR(64) NOT NULL, 
	PRIMARY KEY (sequence), 
	UNIQUE (id), 
	FOREIGN KEY(doc) REFERENCES documents (hash), 
	FOREIGN KEY(reading) REFERENCES readings (cache_key)
);
INSERT INTO "statements" VALUES(1,'s5605c0691ef7576a','ea34d215b0566ffd38e6f2473227135451be9a192a2a0afb4c3d33c005ea94cb','k0',10,27,'The South rejects','position','south','demand','terr.status',NULL,NULL,NULL,NULL,NULL,'[]','reported',NULL,NULL,NULL,NULL,NULL,1.0,'[]','person','2025-03-11T12:00:00.000000+00:00','7784a478a4ea46cd3a82db613c8853d4252fa6ccf7405ff1f323504f23cccbcf');
INSERT INTO "statements" VALUES(2,'s97f50925a2d52cc9','ea34d215b0566ffd38e6f2473227135451be9a192a2a0afb4c3d33c005ea94cb','k0',28,38,'the bridge','position','south','demand','terr.status',NULL,NULL,NULL,NULL,NULL,'[]','reported',NULL,NULL,NULL,NULL,NULL,1.0,'[]','person','2025-03-11T12:00:00.000000+00:00','b85326c1d3064430cb83adf5dcca2c98bc5500a008e37a1d5641bce567b14f94');
INSERT INTO "statements" VALUES(3,'sd89df46aeb98ca1c','71520fb95a1b85d742ceae0cf2bc1bc1a324a3068d4a0cff78358820ad9b4af7','k1',10,27,'The South rejects','position','south','demand','terr.status',NULL,NULL,NULL,NULL,NULL,'[]','reported',NULL,NULL,NULL,NULL,NULL,1.0,'[]','person','2025-03-11T12:00:00.000000+00:00','bc9c9ab32d9103e1ef757a49c6dd43896b672fd15317258a6188bdc061893714');
INSERT INTO "statements" VALUES(4,'sf2ae9a2a7ca366d3','71520fb95a1b85d742ceae0cf2bc1bc1a324a3068d4a0cff78358820ad9b4af7','k1',28,38,'the bridge','position','south','demand','terr.status',NULL,NULL,NULL,NULL,NULL,'[]','reported',NULL,NULL,NULL,NULL,NULL,1.0,'[]','person','2025-03-11T12:00:00.000000+00:00','303a93ecc5638aa2159224670f8768225430ee75138616d01a7889df1bb64f7c');
INSERT INTO "statements" VALUES(5,'s6f862b9e4657e5b7','97b2a5917a11e53c2c04de64921c4864c466c4069b791a4b1d17cb5afe78c9b2','k2',10,27,'The South rejects','position','south','demand','terr.status',NULL,NULL,NULL,NULL,NULL,'[]','reported',NULL,NULL,NULL,NULL,NULL,1.0,'[]','person','2025-03-11T12:00:00.000000+00:00','fcf468b1cd7d2fa8a3374eaf8beaf684213a94f42d4b68d5943880bd30fb4ab3');
INSERT INTO "statements" VALUES(6,'sb6ba376db968eaac','97b2a5917a11e53c2c04de64921c4864c466c4069b791a4b1d17cb5afe78c9b2','k2',28,38,'the bridge','position','south','demand','terr.status',NULL,NULL,NULL,NULL,NULL,'[]','reported',NULL,NULL,NULL,NULL,NULL,1.0,'[]','person','2025-03-11T12:00:00.000000+00:00','deea105040d5b90c75309701d44b24d5e8722afbc5e388acbce7575b744cc66d');
INSERT INTO "statements" VALUES(7,'s806bc766643664c1','a28b71ab790389d205ec5c4fbc521d17e15902e489c609ca89506c5d3fe0adc1','k3',10,27,'The South rejects','position','south','demand','terr.status',NULL,NULL,NULL,NULL,NULL,'[]','reported',NULL,NULL,NULL,NULL,NULL,1.0,'[]','person','2025-03-11T12:00:00.000000+00:00','f35ffc9bb800c38874c06b5f73565b5fdaedbac642462ba1ea28b81c4463328e');
INSERT INTO "statements" VALUES(8,'s8c17818c47414805','a28b71ab790389d205ec5c4fbc521d17e15902e489c609ca89506c5d3fe0adc1','k3',28,38,'the bridge','position','south','demand','terr.status',NULL,NULL,NULL,NULL,NULL,'[]','reported',NULL,NULL,NULL,NULL,NULL,1.0,'[]','person','2025-03-11T12:00:00.000000+00:00','3e52239c0bc76ecc4d3dfd5f8582d36d11d0880494a9974048703ca7524e2b4c');
INSERT INTO "statements" VALUES(9,'s41511d434966c150','41875c16aa7952b1f6a71eec7130296f3c314a39a41d4ea4cd402538ca9468e0','k4',10,27,'The South rejects','position','south','demand','terr.status',NULL,NULL,NULL,NULL,NULL,'[]','reported',NULL,NULL,NULL,NULL,NULL,1.0,'[]','person','2025-03-11T12:00:00.000000+00:00','9ce14d0bc488203095ac6cdf7eb01f63c4492baff905f90835b9ccd8927a7597');
INSERT INTO "statements" VALUES(10,'sa25ea7b2529206a0','41875c16aa7952b1f6a71eec7130296f3c314a39a41d4ea4cd402538ca9468e0','k4',28,38,'the bridge','position','south','demand','terr.status',NULL,NULL,NULL,NULL,NULL,'[]','reported',NULL,NULL,NULL,NULL,NULL,1.0,'[]','person','2025-03-11T12:00:00.000000+00:00','45c605ee8d03bf0ca743cf9aa217d0698fdfe0677881ca5aad217a9084ef11a3');
CREATE INDEX ix_reviews_statement_id ON reviews (statement_id);
CREATE INDEX ix_reports_doc ON reports (doc);
CREATE INDEX ix_appearances_doc ON appearances (doc);
CREATE INDEX ix_readings_doc ON readings (doc);
CREATE INDEX ix_statements_doc ON statements (doc);
CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents BEGIN SELECT RAISE(ABORT, 'rows of documents are never changed: append a review or a newer row'); END;
CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents BEGIN SELECT RAISE(ABORT, 'rows of documents are never deleted: append a review or a newer row'); END;
CREATE TRIGGER reports_no_update BEFORE UPDATE ON reports BEGIN SELECT RAISE(ABORT, 'rows of reports are never changed: append a review or a newer row'); END;
CREATE TRIGGER reports_no_delete BEFORE DELETE ON reports BEGIN SELECT RAISE(ABORT, 'rows of reports are never deleted: append a review or a newer row'); END;
CREATE TRIGGER appearances_no_update BEFORE UPDATE ON appearances BEGIN SELECT RAISE(ABORT, 'rows of appearances are never changed: append a review or a newer row'); END;
CREATE TRIGGER appearances_no_delete BEFORE DELETE ON appearances BEGIN SELECT RAISE(ABORT, 'rows of appearances are never deleted: append a review or a newer row'); END;
CREATE TRIGGER readings_no_update BEFORE UPDATE ON readings BEGIN SELECT RAISE(ABORT, 'rows of readings are never changed: append a review or a newer row'); END;
CREATE TRIGGER readings_no_delete BEFORE DELETE ON readings BEGIN SELECT RAISE(ABORT, 'rows of readings are never deleted: append a review or a newer row'); END;
CREATE TRIGGER statements_no_update BEFORE UPDATE ON statements BEGIN SELECT RAISE(ABORT, 'rows of statements are never changed: append a review or a newer row'); END;
CREATE TRIGGER statements_no_delete BEFORE DELETE ON statements BEGIN SELECT RAISE(ABORT, 'rows of statements are never deleted: append a review or a newer row'); END;
CREATE TRIGGER reviews_no_update BEFORE UPDATE ON reviews BEGIN SELECT RAISE(ABORT, 'rows of reviews are never changed: append a review or a newer row'); END;
CREATE TRIGGER reviews_no_delete BEFORE DELETE ON reviews BEGIN SELECT RAISE(ABORT, 'rows of reviews are never deleted: append a review or a newer row'); END;
CREATE TRIGGER problems_no_update BEFORE UPDATE ON problems BEGIN SELECT RAISE(ABORT, 'rows of problems are never changed: append a review or a newer row'); END;
CREATE TRIGGER problems_no_delete BEFORE DELETE ON problems BEGIN SELECT RAISE(ABORT, 'rows of problems are never deleted: append a review or a newer row'); END;
CREATE TRIGGER settings_no_update BEFORE UPDATE ON settings BEGIN SELECT RAISE(ABORT, 'rows of settings are never changed: append a review or a newer row'); END;
CREATE TRIGGER settings_no_delete BEFORE DELETE ON settings BEGIN SELECT RAISE(ABORT, 'rows of settings are never deleted: append a review or a newer row'); END;
COMMIT;
