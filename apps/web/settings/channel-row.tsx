import { patch, remove } from '../base/api.js';
import { useWording } from '../base/language.js';
import type { Channel } from '../contract.js';
import { Tag } from '../parts/marks.js';
import { Choices } from './choices.js';
import { Confirm } from './confirm.js';
import { Trial } from './trial.js';

/** One way of telling: whether it is confirmed and on, and what goes over it. */
export function ChannelRow({ channel, again }: { channel: Channel; again: () => void }) {
  const t = useWording();
  return (
    <li>
      <p>
        <Tag>{t.channel[channel.kind]}</Tag> <span>{channel.address}</span>
        {!channel.confirmed ? (
          <Tag tone="warn">{t.settings.unconfirmed}</Tag>
        ) : (
          !channel.reached && <Tag tone="warn">{t.settings.unreached}</Tag>
        )}
        {!channel.active && (
          <span className="muted">
            {t.settings.off} {channel.disabledReason}
          </span>
        )}
      </p>
      <div className="row wrap">
        {!channel.active && (
          <button
            type="button"
            className="button"
            onClick={() =>
              void patch('/channels/{id}', { path: { id: channel.id }, body: { active: true } }).then(again)
            }
          >
            {t.settings.switchOn}
            <span className="visually-hidden"> {channel.address}</span>
          </button>
        )}
        <button
          type="button"
          className="button"
          onClick={() => void remove('/channels/{id}', { path: { id: channel.id } }).then(again)}
        >
          {t.settings.remove}
          <span className="visually-hidden"> {channel.address}</span>
        </button>
      </div>
      {channel.confirmed ? <Trial channel={channel} again={again} /> : <Confirm channel={channel} again={again} />}
      <Choices channel={channel} again={again} />
    </li>
  );
}
