import { refusalOf, silenceOf } from '../../../nodes/shared/files/bucketRequest';

const NOW = new Date('2026-11-24T12:00:00Z');
const xml = (code: string, more = '') =>
	`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>Words of the store</Message>${more}</Error>`;
const refused = (status: number, body: string, date?: string) =>
	refusalOf({ status, body, date }, NOW);

describe('the answer of a store', () => {
	it('is fine from 200 to 299', () => {
		for (const status of [200, 204]) expect(refused(status, '')).toBeUndefined();
	});

	it.each<[number, string, string, RegExp]>([
		[
			403,
			xml('SignatureDoesNotMatch'),
			'refused the signature (403 SignatureDoesNotMatch)',
			/Secret Access Key does not belong to/,
		],
		[
			403,
			xml('InvalidAccessKeyId'),
			'does not know the Access Key ID (403 InvalidAccessKeyId)',
			/Access Key ID/,
		],
		[404, xml('NoSuchBucket'), 'has no such bucket (404 NoSuchBucket)', /Bucket, Region/],
		[
			403,
			xml('AccessDenied'),
			'does not allow this key to do that (403 AccessDenied)',
			/s3:PutObject/,
		],
		[
			400,
			xml('AuthorizationHeaderMalformed', '<Region>eu-west-1</Region>'),
			'reports that the bucket is in another region: eu-west-1 (400 AuthorizationHeaderMalformed)',
			/region of the bucket/,
		],
		[
			301,
			xml('PermanentRedirect'),
			'reports that the bucket is in another region (301 PermanentRedirect)',
			/region/,
		],
		[307, '', 'reports that the bucket is in another region (307)', /region/],
		[
			403,
			xml('SecondLevelDomainForbidden'),
			'requires the bucket name in front of its host name (403 SecondLevelDomainForbidden)',
			/Virtual Host/,
		],
		[
			403,
			'<html>MinIO Console</html>',
			'did not respond like S3-compatible storage (403)',
			/not of a web page/,
		],
		[
			400,
			xml('Strange.Thing'),
			'refused the request: Words of the store (400 Strange.Thing)',
			/credential/,
		],
		[503, xml('SlowDown'), 'refused the request: Words of the store (503 SlowDown)', /later/],
		[502, '', 'refused the request (502)', /later/],
	])('%i %s: %s', (status, body, reason, advice) => {
		expect(refused(status, body)).toMatchObject({
			reason,
			advice: expect.stringMatching(advice),
			passing: status >= 500,
		});
	});

	it.each<[string, string, string]>([
		['RequestTimeTooSkewed', 'Tue, 24 Nov 2026 12:30:00 GMT', "n8n's clock is 30 minutes behind"],
		['RequestTimeTooSkewed', 'Tue, 24 Nov 2026 11:00:00 GMT', "n8n's clock is 60 minutes ahead"],
	])('%s with the time %s tells how far the clock is off', (code, date, said) => {
		expect(refused(403, xml(code), date)?.reason).toBe(
			`reports that the time is wrong: ${said} (403 ${code})`,
		);
	});

	it('to a presigned address with a wrong clock tells so as well, though it speaks of access', () => {
		const body = xml('AccessDenied').replace('Words of the store', 'Request has expired');
		expect(refused(403, body, 'Tue, 24 Nov 2026 14:00:00 GMT')?.reason).toContain(
			'120 minutes behind',
		);
		expect(refused(403, body, NOW.toUTCString())?.reason).toContain(
			'does not allow this key to do that',
		);
	});
});

describe('a store that does not answer', () => {
	it.each<[unknown, string, RegExp, boolean]>([
		[
			{ code: 'ENOTFOUND' },
			'has an unknown host name (ENOTFOUND)',
			/set Address Style to Path/,
			false,
		],
		[
			{ code: 'ECONNREFUSED' },
			'refused the connection (ECONNREFUSED)',
			/that the storage is running/,
			true,
		],
		[
			{ cause: { code: 'CERT_HAS_EXPIRED' } },
			'has no valid certificate for this URL (CERT_HAS_EXPIRED)',
			/dot/,
			false,
		],
		[new Error('socket hang up'), 'could not be reached (socket hang up)', /network/, true],
		['?', 'could not be reached (no response)', /network/, true],
	])('%p', (cause, reason, advice, passing) => {
		expect(silenceOf(cause)).toEqual({ reason, advice: expect.stringMatching(advice), passing });
	});
});
