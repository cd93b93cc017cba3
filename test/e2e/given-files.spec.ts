import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { PHONE, pick } from '../support/browser.js';
import { Cases } from '../support/cases.js';
import * as given from '../support/given-files.js';
import { seatsIn } from '../support/seats.js';
import { Township } from '../support/township.js';

interface Attached {
  attachments: { name: string; mediaType: string }[];
}

/** Files as people bring them to the console: dropped, pasted, chosen, from a telephone. */
describe('files in the console', () => {
  const town = Township.demo();
  const cases = new Cases(town);
  const { seats, take } = seatsIn(town);

  interface Brought {
    name: string;
    type: string;
    bytes: Buffer;
  }
  /** What the browser would make of a hand that lets go, or of the clipboard, which no driver can fill. */
  const bring = (page: Page, at: string, how: 'drop' | 'paste', files: Brought[]) => {
    const given = files.map(({ bytes, ...each }) => ({ ...each, bytes: bytes.toString('base64') }));
    return page.evaluate(`(({ at, how, files }) => {
      const data = new DataTransfer();
      for (const { name, type, bytes } of files) {
        data.items.add(new File([Uint8Array.from(atob(bytes), (each) => each.charCodeAt(0))], name, { type }));
      }
      const more = { bubbles: true, cancelable: true };
      const element = document.querySelector(at);
      if (how === 'paste') element.dispatchEvent(new ClipboardEvent('paste', { ...more, clipboardData: data }));
      else for (const each of ['dragover', 'drop']) element.dispatchEvent(new DragEvent(each, { ...more, dataTransfer: data }));
    })(${JSON.stringify({ at, how, files: given })})`);
  };
  /** How wide the first picture there is. */
  const drawn = async (page: Page, at: string) => {
    await page.locator(at).first().scrollIntoViewIfNeeded();
    return page.evaluate<number>(`new Promise((done) => {
      const image = document.querySelector(${JSON.stringify(at)});
      if (image.complete) done(image.naturalWidth);
      else image.addEventListener('load', () => done(image.naturalWidth));
    })`);
  };

  it('are dropped on a case or pasted on its page, are part of it at once, and pictures are shown small', async () => {
    const { id } = await cases.registered();
    const { page } = await take('desk');
    await page.goto(`/disputes/${id}`);
    const files = page.locator('#files');
    await files.locator('.drop').waitFor();
    await bring(page, '#files .drop', 'drop', [
      { name: '院墙.png', type: 'image/png', bytes: await given.plain(900, 600).png().toBuffer() },
      { name: '协议.docx', type: '', bytes: given.docx() },
    ]);
    await files.getByRole('link', { name: '协议.docx' }).waitFor();
    expect(await drawn(page, '#files img')).toBe(320);
    await bring(page, 'body', 'paste', [
      { name: 'image.png', type: 'image/png', bytes: await given.plain(50, 50).png().toBuffer() },
    ]);
    await files.getByRole('link', { name: 'image.png' }).waitFor();
    const { attachments } = await town.get<Attached>('desk', `/disputes/${id}`);
    expect(attachments.map(({ name, mediaType }) => [name, mediaType.slice(-5)])).toEqual([
      ['院墙.png', 'e/png'],
      ['协议.docx', 'ument'],
      ['image.png', 'e/png'],
    ]);
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  it('of a paper that somebody photographed keep each of its points', async () => {
    const { id } = await cases.registered();
    const noise = {
      create: {
        width: 2_400,
        height: 1_600,
        channels: 3 as const,
        noise: { type: 'gaussian' as const, mean: 128, sigma: 40 },
      },
    };
    const bytes = await sharp({ ...noise, create: { ...noise.create, background: '#888' } })
      .jpeg({ quality: 85 })
      .toBuffer();
    // Smaller ones the console left alone anyway.
    expect(bytes.length).toBeGreaterThan(800_000);
    const { page } = await take('desk');
    await page.goto(`/disputes/${id}`);
    await page.locator('#files .drop').waitFor();
    await bring(page, '#files .drop', 'drop', [{ name: '协议照片.jpg', type: 'image/jpeg', bytes }]);
    await page.locator('#files').getByRole('link', { name: '协议照片.jpg' }).waitFor();
    const { attachments } = await town.get<{ attachments: { id: string }[] }>('desk', `/disputes/${id}`);
    const kept = await page.request.get(`/api/v1/disputes/${id}/files/${attachments[0]!.id}`);
    expect((await sharp(await kept.body()).metadata()).width).toBe(2_400);
  });

  it('that are not taken are named with why, and hold up none of the others', async () => {
    const { id } = await cases.registered();
    const { page } = await take('desk', undefined, false);
    await page.goto(`/disputes/${id}`);
    const files = page.locator('#files');
    await files.locator('.drop').waitFor();
    await bring(page, '#files .drop', 'drop', [
      { name: '网页.html', type: 'text/html', bytes: Buffer.from('<html></html>') },
      { name: '来信.eml', type: '', bytes: given.eml() },
    ]);
    await files.getByRole('link', { name: '来信.eml' }).waitFor();
    const refused = await files.getByRole('alert').innerText();
    expect(refused).toContain('网页.html');
    expect(refused).toContain('可以上传：图片（JPEG、PNG');
  });

  it('go with a report from a telephone, are seen at the desk, and come with the case that it becomes', async () => {
    const { page: phone } = await take('grid', { size: PHONE });
    await phone.goto('/tell');
    const text = '两家为院墙滴水争吵，已拍照';
    await phone.getByLabel('发生了什么？').waitFor();
    // Typed all the while that they are on their way: what arrives between two letters takes neither away.
    const typing = phone.evaluate(`new Promise((done) => {
      const field = document.querySelector('textarea');
      const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
      const isThere = () => [...document.querySelectorAll('button')].filter((each) => each.textContent.includes('去掉')).length === 2;
      const type = () => {
        set.call(field, String(performance.now()));
        field.dispatchEvent(new Event('input', { bubbles: true }));
        if (isThere()) done();
        else requestAnimationFrame(type);
      };
      type();
    })`);
    await phone.getByLabel('拍照 / 附件').setInputFiles([
      { name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: await given.jpeg(600, 400) },
      { name: '录音.amr', mimeType: '', buffer: given.amr() },
    ]);
    await typing;
    await phone.getByLabel('发生了什么？').fill(text);
    await phone.getByRole('button', { name: '去掉 IMG_1.jpg' }).waitFor();
    await phone.getByRole('button', { name: '去掉 录音.amr' }).waitFor();
    expect(await phone.getByLabel('发生了什么？').inputValue()).toBe(text);
    await phone.getByRole('button', { name: '去掉 录音.amr' }).tap();
    await phone.getByRole('button', { name: '报送' }).tap();
    await phone.getByText(text).first().waitFor();
    const { page } = await take('desk');
    await page.goto('/items');
    const row = page.locator('.visit-card', { hasText: text });
    await row.waitFor();
    expect(await drawn(page, '.visit-card .of-report img')).toBe(320);
    await row.getByRole('link', { name: '立为纠纷' }).click();
    await page.locator('.of-report img').waitFor();
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  it('that are left out of a form again leave room for others, and two of equal content stand both', async () => {
    const { page } = await take('desk');
    await page.goto('/desk/new');
    const chooser = page.getByLabel('拍照 / 附件');
    await chooser.waitFor({ state: 'attached' });
    const same = given.pdf('the same');
    const both = ['甲.pdf', '乙.pdf'].map((name) => ({ name, mimeType: 'application/pdf', buffer: same }));
    await chooser.setInputFiles(both);
    await page.getByRole('button', { name: '去掉 甲.pdf' }).waitFor();
    await page.getByRole('button', { name: '去掉 乙.pdf' }).waitFor();
    const gone = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
    await page.getByRole('button', { name: '去掉 甲.pdf' }).click();
    expect((await gone).status()).toBe(204);
    // So does the whole form that is thrown away.
    await page.reload();
    await page.getByRole('button', { name: '去掉 乙.pdf' }).waitFor();
    const left = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
    await page.getByRole('button', { name: '清空', exact: true }).click();
    expect((await left).status()).toBe(204);
  });

  it('go with a registration', async () => {
    const { page } = await take('desk');
    await page.goto('/desk/new');
    await page.locator('form .drop').waitFor();
    await bring(page, 'form .drop', 'drop', [{ name: '证据.pdf', type: 'application/pdf', bytes: given.pdf() }]);
    await page.getByRole('button', { name: '去掉 证据.pdf' }).waitFor();
    // As all that is typed there, it is kept over a page loaded anew.
    await page.reload();
    await page.getByRole('button', { name: '去掉 证据.pdf' }).waitFor();
    await page.getByLabel('标题').fill('院墙越界');
    await page.getByLabel('经过').fill('罗某砌墙越界一尺。');
    await page.getByLabel('类别').selectOption('neighbours');
    await pick(page.getByLabel('村（社区）'), 'village-shixi');
    await page.getByRole('button', { name: /^登记/ }).click();
    await page.locator('#files').getByRole('link', { name: '证据.pdf' }).waitFor();
  });
});
