import assert from 'node:assert/strict';
import test from 'node:test';
import { authorityOf, classifyHost, type HostClass } from './host.ts';

function check(hosts: string[], cases: Record<HostClass, string[]>) {
  for (const [expected, authorities] of Object.entries(cases)) {
    for (const authority of authorities) {
      assert.equal(classifyHost(authority, hosts), expected, JSON.stringify(authority));
    }
  }
}

// The cases of tests/unit/stamp/host_test.cpp.
test('hosts that imitate id.ocop.vn', () => {
  check(['id.ocop.vn'], {
    ours: ['id.ocop.vn', 'ID.OCOP.VN', 'id.ocop.vn:443', 'id.ocop.vn:'],
    look_alike: [
      'id.ocop.vn:8443',
      'id.ocop.vn.',
      'user@id.ocop.vn',
      'id%2Eocop%2Evn',
      '\uff49\uff44.ocop.vn',
      'id\u3002ocop.vn',
      'id.ocop.vn@evil.com',
      'ID.OCOP.VN%40x@evil.com',
      'id.ocop.vn.evil.com',
      'www.id.ocop.vn.evil.com:444',
      'id-ocop-vn.com',
      'id-ocop-vn.shop.evil.com',
      'id.0c0p.vn',
      'id.oc\u043ep.vn',
      'xn--d-evb.ocop.vn',
      'id.xn--n1aagc.vn',
      'id.xn--p-0tbal.vn',
      '\u0456d.ocop.vn',
      'id.ocopp.vn',
      'id.ocp.vn',
      'id.coop.vn',
      'ocop.com',
      'id.ocop.com.vn',
      'ocop.phutho.vn',
      'id.ocop1.id.vn',
      '\u00f4cop.vn',
    ],
    foreign: [
      'id-ocop.vn',
      'example.com',
      'gs1.org',
      'vnexpress.net',
      'truyxuat.phutho.gov.vn',
      'www.ocop.vn',
      'vn',
      '192.168.1.1',
      '[::1]:8443',
      '2130706433',
      '0x7f.1',
      'localhost:8443',
      '',
      '@',
      ':',
      '....',
      'xn--',
    ],
  });
});

test('hosts that imitate localhost', () => {
  check(['localhost:8443'], {
    ours: ['localhost:8443', 'LOCALHOST:8443'],
    look_alike: [
      'localhost',
      'localhost:9443',
      'localhost.:8443',
      'localhost:8443@evil.com',
      'localhost.com',
      'www.localhost.vn',
      'l0calhost:8443',
      '1ocalhost',
      'localhots',
      'locahost:8443',
      'loca1host.com.vn:8443',
      'l\u043ecalh\u043est',
    ],
    foreign: [
      'host',
      'local',
      'a',
      'web',
      'id.ocop.vn',
      'my-laptop',
      'localhost.evil.com',
      '127.0.0.1:8443',
      '[::1]:8443',
    ],
  });
});

test('hosts under a second-level suffix, and short labels', () => {
  check(['ocop.phutho.gov.vn', '127.0.0.1:8443'], {
    ours: ['ocop.phutho.gov.vn', '127.0.0.1:8443'],
    look_alike: ['127.0.0.1', 'ocop.phutho.com.vn', 'ocop.phuth0.gov.vn', 'ocop-phutho-gov-vn.com'],
    foreign: [
      '127.0.0.2:8443',
      'www.phutho.gov.vn',
      'ocop.phutho-gov.vn',
      'ocop.hanoi.gov.vn',
      'gov.vn',
    ],
  });
  check(['hi.vn', 'abc.vn'], {
    ours: [],
    look_alike: ['hi.com', 'abd.vn'],
    foreign: ['ho.vn', 'axy.vn'],
  });
});

test('very long names are judged quickly', () => {
  check(['id.ocop.vn'], {
    ours: [],
    look_alike: [`id.ocop.vn.${'a'.repeat(100_000)}.com`],
    foreign: ['a'.repeat(1_000_000), '@'.repeat(100_000)],
  });
  assert.equal(classifyHost('id.ocop.vn', []), 'foreign');
});

test('the authority is what a browser would call', () => {
  const cases = {
    'https://id.ocop.vn/01/1': 'id.ocop.vn',
    'HTTPS://a@b:1?x': 'a@b:1',
    'https://evil.com\\@id.ocop.vn/01': 'evil.com',
    'https:\\\\evil.com/01': 'evil.com',
    'https:/evil.com': 'evil.com',
    'https:////evil.com#a': 'evil.com',
    '//evil.com/a': 'evil.com',
    '/01/09520000100018': '',
    'id.ocop.vn/01/1': '',
    'mailto:a@b': '',
    'https://': '',
    '': '',
    '?https://a/': '',
  };
  for (const [uri, expected] of Object.entries(cases))
    assert.equal(authorityOf(uri), expected, uri);
});
